package robustness_test

import "time"

// oneWay are the operations at Mangopay that cannot be taken back. Most misfortune is
// drawn for them, and for the writes at Rebilly.
var oneWay = []string{"create_document", "create_page", "submit_document", "submit_dispute", "close_dispute", "update_dispute"}

// ahead are the one-way operations that a configuration asks for.
func (d desired) ahead() []string {
	var out []string
	for _, doc := range d.documents {
		out = append(out, "create_document", "create_page")
		if doc.sent {
			out = append(out, "submit_document")
		}
	}
	for range d.contested {
		out = append(out, "submit_dispute", "submit_dispute")
	}
	for range d.closed {
		out = append(out, "close_dispute")
	}
	for range d.tagged {
		out = append(out, "update_dispute")
	}
	return out
}

// disturb draws the applies that go wrong before one goes right.
func (s *scenario) disturb(number int) []disturbance {
	f := s.fate
	disturbances := 1 + f.weighted("disturbances", 85, 12, 3)
	if s.class == several || s.class == joined {
		disturbances = f.weighted("disturbances", 5, 50, 30, 15)
	}
	if number == 0 && s.class.later() && f.chance(0.7, "first goes well") {
		return nil // what is to be seen comes later
	}
	var out []disturbance
	for i := range disturbances {
		d := disturbance{
			parallel: []int{1, 2, 5, 10}[f.below(4, "parallel", number, i)],
			victim:   []victim{nobody, nobody, nobody, theProvider, theProvider, theProvider, theEngine, theEngine, bothOfThem, interrupted}[f.below(10, "victim", number, i)],
			gap:      s.gap(number, i),
		}
		if d.victim != nobody {
			d.death = s.moment(number, i)
		}
		if f.chance(s.class.focus(), "focus", number, i) {
			d.focus = faultKinds[f.below(len(faultKinds), "focus on", number, i)]
			d.focused = s.request("focused", number, i)
		}
		if s.atRebilly {
			d.meddling = s.meddle(number, i)
		}
		out = append(out, d)
	}
	return out
}

// later tells that what is to be seen of a class comes after the first stage.
func (c class) later() bool {
	return c >= rounds && c < several || c == moved || c == exchanged || c == withdrawn
}

// focus is how often a fault strikes at a request that matters. Where there are few of them it
// is more often.
func (c class) focus() float64 {
	if c == withdrawn || c == exchanged {
		return 0.85
	}
	return 0.5
}

// ahead are the writes that a stage asks for.
func (s *scenario) ahead(number int) []string {
	one, before := s.stages[number], desired{}
	if number > 0 {
		before = s.stages[number-1].want
	}
	return append(one.want.ahead(), rebillyWork(before, one.want, one.force)...)
}

// request draws one of the one-way requests that a stage asks for.
func (s *scenario) request(what string, numbers ...int) request {
	choices := s.ahead(numbers[0])
	if len(choices) == 0 { // everything was removed
		return request{"oauth_token", 1}
	}
	return request{choices[s.fate.below(len(choices), what+" operation", numbers...)], 1 + s.fate.weighted(what+" nth", 80, 20)}
}

// moment draws when somebody dies.
func (s *scenario) moment(number, i int) moment {
	f := s.fate
	if f.chance(0.7, "dies at a request", number, i) {
		return moment{request: s.request("dies at", number, i), after: f.chance(0.5, "dies after", number, i)}
	}
	names := []string{"provider"}
	for _, b := range s.stages[number].want.blocks(make([]string, s.disputes), make([]page, poolSize)) {
		names = append(names, b.name)
	}
	return moment{
		resource: names[f.below(len(names), "dies with", number, i)],
		action:   []string{"configure", "read", "plan", "plan", "apply", "apply", "apply", "destroy"}[f.below(8, "dies in", number, i)],
		point:    f.below(14, "dies at point", number, i),
	}
}

// gap is how long it takes until somebody applies again: often seconds, as when a
// pipeline is started again, and sometimes days.
func (s *scenario) gap(numbers ...int) time.Duration {
	f := s.fate
	switch f.below(10, "gap kind", numbers...) {
	case 0, 1, 2, 3, 4:
		return f.between(time.Second, min(s.longest, time.Minute), "gap", numbers...)
	case 5, 6:
		return f.between(time.Second, min(s.longest, time.Hour), "gap", numbers...)
	default:
		return f.between(time.Second, s.longest, "gap", numbers...)
	}
}
