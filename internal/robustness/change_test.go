package robustness_test

import (
	"fmt"
	"slices"
)

// change draws what happens to a configuration that was applied.
func (s *scenario) change(number int, before desired) stage {
	f, want := s.fate, before.clone()
	next := stage{want: want, reopened: -1}
	if s.atRebilly && (!s.atMangopay || f.chance(0.7, "change at Rebilly", number)) {
		return s.changeRebilly(number, next)
	}
	if len(want.documents) == 0 { // a dispute that was given up stays so
		return next
	}
	i := f.below(len(want.documents), "changed document", number)
	doc := &want.documents[i]
	if slices.Contains(want.contested, doc.dispute) {
		return s.reopen(number, next, doc.dispute)
	}
	if s.class == removed {
		return s.remove(next, i)
	}
	used := 3 * number * len(want.documents) // far from what the document has
	switch f.below(7, "change", number) {
	case 0: // a page at the end
		if doc.loose && doc.sent {
			doc.generation++
			break
		}
		doc.pages = append(doc.pages, s.unused(want, doc.dispute, &used))
	case 1: // another file
		if doc.loose {
			doc.generation++
			break
		}
		doc.pages[0] = s.unused(want, doc.dispute, &used)
	case 2:
		doc.generation++
	case 3:
		next.force = doc.name
	case 4:
		next.taint = doc.name
	case 5: // one more document; if all are sent, the dispute is contested at last
		another := wanted{name: fmt.Sprintf("doc_%d_new_%d", doc.dispute, number), dispute: doc.dispute, sent: true}
		another.pages = []int{s.unused(want, doc.dispute, &used)}
		want.documents = append(want.documents, another)
		if !slices.ContainsFunc(want.of(another.dispute), func(w wanted) bool { return !w.sent }) {
			want.contested = append(want.contested, another.dispute)
		}
	case 6: // refused, and made anew
		if doc.sent {
			next.refused = doc.name
		}
		doc.generation++
	}
	next.want = want
	return next
}

// reopen lets the bank ask for more, and answers with another document.
func (s *scenario) reopen(number int, next stage, dispute int) stage {
	used := 5 * number
	another := wanted{name: fmt.Sprintf("doc_%d_round_%d", dispute, number+1), dispute: dispute, sent: true}
	another.pages = []int{s.unused(next.want, dispute, &used)}
	next.want.documents = append(next.want.documents, another)
	next.reopened = dispute
	return next
}

// remove takes a document's submission, or all of it, out of the configuration.
func (s *scenario) remove(next stage, i int) stage {
	if doc := &next.want.documents[i]; doc.sent && s.fate.chance(0.5, "only the submission") {
		doc.sent, doc.kept = false, true
		return next
	}
	next.want.documents = slices.Delete(next.want.documents, i, i+1)
	return next
}

// unused is a page that no document of the dispute has.
func (s *scenario) unused(among desired, dispute int, used *int) int {
	for {
		*used++
		candidate := *used % poolSize
		taken := slices.ContainsFunc(among.of(dispute), func(w wanted) bool { return slices.Contains(w.pages, candidate) })
		if !taken {
			return candidate
		}
	}
}
