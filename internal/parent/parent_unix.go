//go:build !windows

package parent

import "os"

// Process is the process that started this one. Create it with [Find].
type Process struct{ id int }

// Find returns the parent. Call it early: a parent that has ended before is not told
// from the process that took its place.
func Find() *Process { return &Process{os.Getppid()} }

// Alive tells whether the parent still runs, as of now. A process whose parent ends is
// given another one at once, whichever that is (POSIX, _exit); so this holds in a
// container whose first process is the parent, too.
func (p *Process) Alive() bool { return os.Getppid() == p.id }
