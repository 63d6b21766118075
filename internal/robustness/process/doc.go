// Package process holds the tests of what is left when processes die: the real
// engine and the real binary are killed, interrupted, starved of disk space and run
// twice at once, and after the next applies nothing may be missing and nothing sent
// twice. The other side is a simulator in the test's own process, which outlives
// them. The tests need an engine: their names begin with TestAcc.
package process
