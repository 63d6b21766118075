package simulator

import (
	"bufio"
	"errors"
	"io"
	"strconv"
)

var errBadJSON = errors.New("the body is not a JSON object")

// jsonScanner walks through a JSON object of which one string may be too long to be held.
type jsonScanner struct {
	from *bufio.Reader
	read int64
}

func (s *jsonScanner) next() (byte, error) {
	c, err := s.from.ReadByte()
	if err == nil {
		s.read++
	}
	return c, err
}

// token is the next byte that is not white space.
func (s *jsonScanner) token() (byte, error) {
	for {
		c, err := s.next()
		if err != nil || c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return c, err
		}
	}
}

func (s *jsonScanner) back() error {
	s.read--
	return s.from.UnreadByte()
}

func (s *jsonScanner) expect(want byte) error {
	c, err := s.token()
	if err == nil && c != want {
		return errBadJSON
	}
	return err
}

// object visits each member of an object, at its value, which the visitor has to consume.
func (s *jsonScanner) object(member func(key string) error) error {
	if err := s.expect('{'); err != nil {
		return err
	}
	for first := true; ; first = false {
		c, err := s.token()
		switch {
		case err != nil:
			return err
		case c == '}' && first:
			return nil
		case c != '"':
			return errBadJSON
		}
		if err := s.member(member); err != nil {
			return err
		}
		c, err = s.token()
		switch {
		case err != nil:
			return err
		case c == '}':
			return nil
		case c != ',':
			return errBadJSON
		}
	}
}

// end makes sure that nothing but white space follows, to the last byte that was announced.
func (s *jsonScanner) end() error {
	_, err := s.token()
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return err
	}
	return errBadJSON
}

// maxKey bounds the length of a member's name.
const maxKey = 1 << 10

func (s *jsonScanner) member(visit func(key string) error) error {
	quoted := []byte{'"'}
	for escaped := false; ; {
		c, err := s.next()
		if err != nil {
			return err
		}
		if quoted = append(quoted, c); len(quoted) > maxKey {
			return errBadJSON
		}
		if c == '"' && !escaped {
			break
		}
		escaped = c == '\\' && !escaped
	}
	key, err := unquote(quoted)
	if err != nil {
		return err
	}
	if err := s.expect(':'); err != nil {
		return err
	}
	return visit(key)
}

// startsString consumes the opening quote of a string, if a string comes next.
func (s *jsonScanner) startsString() (bool, error) {
	c, err := s.token()
	if err != nil || c == '"' {
		return c == '"', err
	}
	return false, s.back()
}

// text passes the bytes of a string on, after its opening quote and to its closing one.
func (s *jsonScanner) text(pass func(byte) error) error {
	for {
		c, err := s.next()
		switch {
		case err != nil:
			return err
		case c == '"':
			return nil
		case c == '\\':
			if c, err = s.escape(); err != nil {
				return err
			}
		}
		if err := pass(c); err != nil {
			return err
		}
	}
}

// escape decodes one escape sequence; what is not a single byte becomes one that base64 does not have.
func (s *jsonScanner) escape() (byte, error) {
	c, err := s.next()
	switch {
	case err != nil:
		return 0, err
	case c == 'n':
		return '\n', nil
	case c == 'r':
		return '\r', nil
	case c == 't':
		return '\t', nil
	case c != 'u':
		return c, nil
	}
	var digits [4]byte
	for i := range digits {
		if digits[i], err = s.next(); err != nil {
			return 0, err
		}
	}
	code, err := strconv.ParseUint(string(digits[:]), 16, 16)
	switch {
	case err != nil:
		return 0, errBadJSON
	case code > 0x7f:
		return 0x7f, nil
	}
	return byte(code), nil
}

// skip consumes one value of any kind.
func (s *jsonScanner) skip() error {
	for depth := 0; ; {
		c, err := s.token()
		switch {
		case err != nil:
			return err
		case c == '"':
			err = s.text(func(byte) error { return nil })
		case c == '{' || c == '[':
			depth++
			continue
		case c == '}' || c == ']':
			depth--
		case c == ',' || c == ':':
			if depth == 0 {
				return errBadJSON
			}
			continue
		default:
			err = s.literal()
		}
		if depth <= 0 || err != nil {
			return err
		}
	}
}

// literal consumes the rest of a number, true, false or null.
func (s *jsonScanner) literal() error {
	for {
		c, err := s.next()
		if err != nil {
			return err
		}
		switch c {
		case ',', ':', '}', ']', ' ', '\t', '\r', '\n':
			return s.back()
		}
	}
}
