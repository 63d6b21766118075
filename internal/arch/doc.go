// Package arch holds nothing but tests: they keep the tree in the shape that CONTRIBUTING.md
// describes. Every check is a function over sources, and is shown to refuse a bad one.
package arch
