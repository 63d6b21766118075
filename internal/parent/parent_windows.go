package parent

import (
	"os"
	"syscall"
)

// Process is the process that started this one. Create it with [Find].
type Process struct {
	handle syscall.Handle
	known  bool // whether there is a handle to ask
}

// Find returns the parent. Call it early: the id of one that has ended may be given to
// another process. A parent that may not be watched counts as alive for ever.
func Find() *Process {
	handle, err := syscall.OpenProcess(syscall.SYNCHRONIZE, false, uint32(os.Getppid())) //nolint:gosec // a process id is never negative
	return &Process{handle, err == nil}
}

// Alive tells whether the parent still runs, as of now. Its handle stays open as long
// as this process lives, and is signalled when the parent ends (Windows API,
// WaitForSingleObject).
func (p *Process) Alive() bool {
	if !p.known {
		return true
	}
	event, err := syscall.WaitForSingleObject(p.handle, 0)
	return err != nil || event != syscall.WAIT_OBJECT_0
}
