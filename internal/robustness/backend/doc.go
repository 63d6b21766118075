// Package backend holds tests, and nothing else: what happens to evidence that is sent once when the
// state is in a database that locks, and a run or the database dies. They start a PostgreSQL server
// of their own and run examples/pg-backend as printed, under a real engine.
package backend
