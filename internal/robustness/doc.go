// Package robustness holds the tests of the one promise that everything else rests
// on: nothing is sent twice and nothing is lost, whatever fails.
//
// A schedule is a whole life of a configuration under misfortune: the provider's real
// server, driven through its protocol by a model of Terraform, over a network that
// loses and delays, to the simulator, on a virtual clock. One number, the seed, decides
// everything about it: the configuration, the faults, who dies and when, how long
// until somebody applies again, and how the API decides what its documentation leaves
// open. What was sent is recorded, and the record is held to the invariants.
//
//	make robustness                    10,000 schedules, and the cases with real processes
//	make robustness SEEDS=1000000      more of them
//	go test ./internal/robustness -run TestSchedules -first 4711 -seeds 1 -v    one, with its history
package robustness
