package mangopay

import "context"

// flight is one call, or several for the pages of one list, whose answer more than one read may wait for.
type flight struct {
	began   uint64
	cancel  context.CancelFunc
	news    chan struct{} // Closed, and replaced until the end, whenever an answer arrives.
	waiting int
	ended   bool
	err     error
	single  bool // It reads one object by its id.
}

// tell wakes those who wait.
func (f *flight) tell() {
	close(f.news)
	f.news = make(chan struct{})
}

// end notes that nothing more will arrive.
func (f *flight) end(err error) {
	f.ended, f.err = true, err
	close(f.news)
	f.cancel()
}
