package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// form reads the members of a request's JSON object, and notes what is wrong with them. Members that nobody asks for
// are ignored, as the API's schema allows them.
type form struct {
	members map[string]json.RawMessage
	invalid []invalidField
}

// form is the call's body.
func (c *call) form() (*form, error) {
	f := &form{}
	if err := json.Unmarshal(c.json, &f.members); err != nil || f.members == nil {
		return nil, &problem{Status: guessRebillyBadJSON}
	}
	return f, nil
}

// problem is the refusal of a form with which something is wrong; nil when nothing is.
func (f *form) problem() error {
	if len(f.invalid) == 0 {
		return nil
	}
	return &problem{Status: http.StatusUnprocessableEntity, invalid: f.invalid}
}

func (f *form) refuse(field, format string, values ...any) {
	f.invalid = append(f.invalid, invalidField{field, fmt.Sprintf(format, values...)})
}

// given tells whether a member is there and not null.
func (f *form) given(field string) bool {
	value, found := f.members[field]
	return found && string(value) != "null"
}

// require refuses what is missing or empty.
func (f *form) require(fields ...string) {
	for _, field := range fields {
		if !f.given(field) || string(f.members[field]) == `""` {
			f.refuse(field, "%s is required", field)
		}
	}
}

// read decodes a member if it is given, and tells whether it could.
func (f *form) read(field, kind string, into any) bool {
	if !f.given(field) {
		return false
	}
	if err := json.Unmarshal(f.members[field], into); err != nil {
		f.refuse(field, "%s must be %s", field, kind)
		return false
	}
	return true
}

// text reads a text of at most limit characters; nil when it is not given.
func (f *form) text(field string, limit int) *string {
	var text string
	if !f.read(field, "a string", &text) {
		return nil
	}
	if utf8.RuneCountInString(text) > limit {
		f.refuse(field, "%s must not be longer than %d characters", field, limit)
	}
	return &text
}

// choice reads one of some texts; "" when it is not given.
func (f *form) choice(field string, known []string) string {
	var text string
	if f.read(field, "a string", &text) && !slices.Contains(known, text) {
		f.refuse(field, "%s must be one of %s", field, strings.Join(known, ", "))
	}
	return text
}

// number reads a number, and keeps the digits in which it is written.
func (f *form) number(field string) json.Number {
	if !f.given(field) {
		return ""
	}
	written := f.members[field]
	_, err := strconv.ParseFloat(string(written), 64) // fails for what no double holds
	if !jsonNumber.Match(written) || err != nil {
		f.refuse(field, "%s must be a number", field)
		return ""
	}
	return json.Number(written)
}

// jsonNumber is what a number looks like in JSON (RFC 8259, section 6).
var jsonNumber = regexp.MustCompile(`^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$`)

// instant reads a date-time; nil when it is not given.
func (f *form) instant(field string, keepFraction bool) *time.Time {
	var text string
	if !f.read(field, "a date-time", &text) {
		return nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		f.refuse(field, "%s must be a date-time", field)
		return nil
	}
	if at = at.UTC(); !keepFraction {
		at = at.Truncate(time.Second)
	}
	return &at
}

func (f *form) flag(field string) (value bool) {
	f.read(field, "a boolean", &value)
	return value
}

func (f *form) texts(field string) (values []string) {
	f.read(field, "an array of strings", &values)
	return values
}
