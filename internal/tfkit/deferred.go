package tfkit

import "fmt"

// NotKnown is why nothing can be asked of a system while its block of the provider's own
// configuration is not known, for what cannot wait for the apply, such as an import.
func NotKnown(block string) error {
	return fmt.Errorf("a value in the provider's %s block is only known after the apply, and before that nothing can be asked of the other side. "+
		"Give the provider values that the plan knows: variables, or the environment", block)
}
