package simulator

import (
	"net/http"
	"slices"
	"strings"
)

// faceOf picks the API that a request is for by the beginning of its path, which no two of them share.
func (s *Simulator) faceOf(r *http.Request) face {
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	switch first {
	case rebillyPrefix, "disputes", "files", "attachments":
		return rebilly{}
	}
	return mangopay{s}
}

// operationUnknown stands for requests that no endpoint answers.
const operationUnknown = "unknown"

// Operations lists the operations that the journal and the faults know. Rebilly's begin with "rebilly_".
func Operations() []string {
	names := []string{operationUnknown}
	for _, r := range append(mangopayRoutes(), rebillyRoutes()...) {
		names = append(names, r.operation)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
