package simulator

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

var errTooLarge = errors.New("the page is larger than the API takes")

// messageBadBase64 and messageBadLength are those of the .NET decoder that the API uses.
const (
	messageBadBase64 = "The input is not a valid Base-64 string as it contains a non-base 64 character, " +
		"more than two padding characters, or an illegal character among the padding characters."
	messageBadLength = "Invalid length for a Base-64 char array or string."
)

// readUpload decodes {"File":"<base64>"} as it arrives. Other members are ignored.
func readUpload(body io.Reader, length int64) ([]byte, error) {
	r := bufio.NewReaderSize(body, 64<<10)
	s := &jsonScanner{from: r}
	decoder := &base64Decoder{out: make([]byte, 0, min(max(length, 0)/4*3+3, guessMaxBase64/4*3))}
	present := false
	err := s.object(func(key string) error {
		if !strings.EqualFold(key, "File") || present {
			return s.skip()
		}
		text, err := s.startsString()
		if err != nil {
			return err
		}
		if !text {
			return s.skip()
		}
		present = true
		return s.text(decoder.write)
	})
	if err == nil {
		err = s.end()
	}
	switch {
	case errors.Is(err, io.EOF) && s.read == 0:
		return nil, badRequest("empty_body", "the body cannot be empty")
	case errors.Is(err, io.EOF), errors.Is(err, errBadJSON):
		return nil, badRequest("param_error", guessMessageBadJSON)
	case err != nil:
		return nil, err
	case !present || decoder.chars == 0:
		return nil, missingField("File")
	}
	return decoder.finish()
}

// base64Decoder decodes one character at a time, by the rules of .NET: white space is skipped, padding is not
// optional.
type base64Decoder struct {
	out    []byte
	chars  int // without white space
	bits   uint32
	filled int // characters in bits
	pads   int
}

func (d *base64Decoder) write(c byte) error {
	if c == ' ' || c == '\t' || c == '\r' || c == '\n' {
		return nil
	}
	if d.chars++; d.chars > guessMaxBase64 {
		return errTooLarge
	}
	if c == '=' {
		return d.pad()
	}
	value := sextet(c)
	if value < 0 || d.pads > 0 {
		return badParam("File", messageBadBase64)
	}
	d.bits, d.filled = d.bits<<6|uint32(value), d.filled+1
	if d.filled == 4 {
		d.out = append(d.out, byte(d.bits>>16), byte(d.bits>>8), byte(d.bits)) //nolint:gosec // G115: the cut is meant
		d.bits, d.filled = 0, 0
	}
	return nil
}

func (d *base64Decoder) pad() error {
	d.pads++
	if d.pads > 2 || d.filled < 2 {
		return badParam("File", messageBadBase64)
	}
	return nil
}

func (d *base64Decoder) finish() ([]byte, error) {
	switch {
	case d.chars%4 != 0:
		return nil, badParam("File", messageBadLength)
	case d.pads == 1:
		d.out = append(d.out, byte(d.bits>>10), byte(d.bits>>2)) //nolint:gosec // G115: the cut is meant
	case d.pads == 2:
		d.out = append(d.out, byte(d.bits>>4)) //nolint:gosec // G115: the cut is meant
	}
	return d.out, nil
}

// sextet is the value of a character of base64; negative when it is none.
func sextet(c byte) int8 {
	switch {
	case c >= 'A' && c <= 'Z':
		return int8(c - 'A')
	case c >= 'a' && c <= 'z':
		return int8(c-'a') + 26
	case c >= '0' && c <= '9':
		return int8(c-'0') + 52
	case c == '+':
		return 62
	case c == '/':
		return 63
	}
	return -1
}

// unquote decodes the escapes of a short JSON string.
func unquote(quoted []byte) (string, error) {
	var text string
	if err := json.Unmarshal(quoted, &text); err != nil {
		return "", errBadJSON
	}
	return text, nil
}
