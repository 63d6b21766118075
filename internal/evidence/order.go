package evidence

// DocumentPrecedes reports whether a dispute document of the one status can still come to the other, and not the other way
// round: whoever knows of the later status and is told of the earlier one has been told something old.
func DocumentPrecedes(earlier, later string) bool {
	return leads(documentTransitions, earlier, later) && !leads(documentTransitions, later, earlier)
}

// DisputePrecedes is DocumentPrecedes for disputes. Those that a dispute can go through again when it is reopened
// do not precede each other.
func DisputePrecedes(earlier, later string) bool {
	return leads(disputeTransitions, earlier, later) && !leads(disputeTransitions, later, earlier)
}

// leads tells whether any number of moves leads from one status to another.
func leads(machine []Transition, from, to string) bool {
	if from == "" {
		return false // it stands for the creation
	}
	reached, seen := []string{from}, map[string]bool{}
	for len(reached) > 0 {
		status := reached[0]
		reached = reached[1:]
		for _, t := range machine {
			if t.From != status || seen[t.To] {
				continue
			}
			if t.To == to {
				return true
			}
			seen[t.To] = true
			reached = append(reached, t.To)
		}
	}
	return false
}
