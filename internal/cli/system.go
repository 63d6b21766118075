package cli

import "fmt"

// system is a flag that picks one of the simulated systems; empty, it stands for all.
type system string

const (
	systemMangopay system = "mangopay"
	systemRebilly  system = "rebilly"
)

// includes says whether the objects of a system were asked for.
func (s *system) includes(one system) bool { return *s == "" || *s == one }

// Set implements pflag.Value.
func (s *system) Set(text string) error {
	switch one := system(text); one {
	case systemMangopay, systemRebilly:
		*s = one
		return nil
	}
	return fmt.Errorf("%q is none of %s and %s", text, systemMangopay, systemRebilly)
}

// String implements pflag.Value.
func (s *system) String() string { return string(*s) }

// Type implements pflag.Value.
func (*system) Type() string { return "system" }
