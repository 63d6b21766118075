package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// Text decodes a string; null is "". Numbers and booleans are taken verbatim: ids were numbers once, and the digits of an
// amount mean more than the binary fraction next to them.
type Text string

// UnmarshalJSON implements [json.Unmarshaler].
func (t *Text) UnmarshalJSON(b []byte) error {
	switch {
	case bytes.Equal(b, []byte("null")):
		*t = ""
	case b[0] == '"':
		return json.Unmarshal(b, (*string)(t))
	case b[0] == '{' || b[0] == '[':
		return errors.New("an object or a list stands where a string is due")
	default:
		*t = Text(b)
	}
	return nil
}

var (
	// ErrNotJSON is the error of an answer that is not the kind of JSON that is due, or none at all.
	ErrNotJSON = errors.New("not the expected JSON")
	// ErrNoID is for a client whose answer lacks what every object of the API has.
	ErrNoID = errors.New("an object in the answer has no id")
)

// DecodeObject reads a JSON object into v.
func DecodeObject(body []byte, v any) error { return decode(body, '{', v) }

// DecodeList reads a JSON list into v. Null is not one: taking it for an empty list would hide objects that exist.
func DecodeList(body []byte, v any) error { return decode(body, '[', v) }

func decode(body []byte, opening byte, v any) error {
	body = Trim(body)
	if len(body) == 0 || body[0] != opening {
		return ErrNotJSON
	}
	err := json.Unmarshal(body, v)
	if syntax := new(json.SyntaxError); errors.As(err, &syntax) {
		return ErrNotJSON
	}
	if err != nil {
		return fmt.Errorf("decode the answer: %w", err)
	}
	return nil
}

// CheckEmpty accepts the answer of a call that returns nothing: no body, or JSON of any kind. A page of a proxy is an error.
func CheckEmpty(body []byte) error {
	if body = Trim(body); len(body) > 0 && !json.Valid(body) {
		return ErrNotJSON
	}
	return nil
}

// Trim removes surrounding space and the byte order mark that some proxies and .NET services put first.
func Trim(body []byte) []byte {
	return bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
}
