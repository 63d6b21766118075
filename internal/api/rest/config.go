package rest

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"unicode"
)

// BaseURL parses scheme and host of an API. Over a real network http is accepted for this machine only, because what is
// called secret would travel in clear. The example is one of a usable base URL. Errors do not repeat the value.
func BaseURL(raw, example, secret string, wire http.RoundTripper) (*url.URL, error) {
	u, err := url.Parse(raw)
	switch {
	case err != nil, u.Host == "", u.Scheme != "https" && u.Scheme != "http":
		return nil, fmt.Errorf("the base URL must be scheme and host, like %q", example)
	case u.User != nil, u.RawQuery != "", u.Fragment != "", strings.Trim(u.Path, "/") != "":
		return nil, errors.New("the base URL must hold nothing but scheme and host")
	case u.Scheme == "http" && network(wire) && !Loopback(u.Hostname()):
		return nil, fmt.Errorf("the base URL must use https: %s would be sent to %s in clear", secret, u.Hostname())
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host}, nil
}

// network reports whether a wire leads to a real network; a nil one does.
func network(wire http.RoundTripper) bool {
	_, ok := wire.(*http.Transport)
	return ok || wire == nil
}

// Loopback reports whether a host name or address of a URL is this machine's own: nothing sent there crosses a network.
func Loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// CheckCredential refuses what net/http would quote in its own error, or what would change the meaning of a request.
// Its errors call the value by the given name and do not repeat it.
func CheckCredential(name, value, forbidden string) error {
	switch {
	case value == "":
		return fmt.Errorf("the %s is empty", name)
	case strings.ContainsFunc(value, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }):
		return fmt.Errorf("the %s contains a space or a control character; was it copied with a line break?", name)
	case value == "." || value == ".." || strings.ContainsAny(value, forbidden):
		return fmt.Errorf("the %s contains a character that no %s has", name, name)
	default:
		return nil
	}
}
