package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// table is a Markdown table that is filled row by row, from the left.
type table struct {
	heads []string
	names []string // of the rows, in order
	cells map[string][]string
}

func newTable(corner string) *table {
	return &table{heads: []string{corner}, cells: map[string][]string{}}
}

func (t *table) head(text string) { t.heads = append(t.heads, text) }

// cell adds the next cell of a row.
func (t *table) cell(row, text string) {
	if _, known := t.cells[row]; !known {
		t.names = append(t.names, row)
	}
	t.cells[row] = append(t.cells[row], text)
}

// counts adds a row for each name that any of the columns has.
func (t *table) counts(prefix string, columns []map[string]int) {
	all := map[string]int{}
	for _, column := range columns {
		maps.Copy(all, column)
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, column := range columns {
			t.cell(prefix+name, number(column[name]))
		}
	}
}

// String leaves out rows without any text.
func (t *table) String() string {
	var out strings.Builder
	out.WriteString("| " + strings.Join(t.heads, " | ") + " |\n|---|" + strings.Repeat("--:|", len(t.heads)-1))
	for _, name := range t.names {
		if strings.Join(t.cells[name], "") != "" {
			out.WriteString("\n| " + name + " | " + strings.Join(t.cells[name], " | ") + " |")
		}
	}
	return out.String()
}

// number writes a count with its thousands apart.
func number[N int | uint64](n N) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// share is a count with its percentage, where that says more.
func share(n int, of uint64) string {
	if n == 0 || of == 0 {
		return number(n)
	}
	return fmt.Sprintf("%s (%.2f %%)", number(n), 100*float64(n)/float64(of))
}

// ended is a day; "" if it is not told.
func ended(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format("2 January 2006")
}
