package acctest

import (
	"net/http"
	"net/http/httptest"
	"strings"
)

// Garble makes the world give other bytes back than it was sent, as a Mangopay that
// puts a watermark on pages would.
func (w *World) Garble() {
	w.t.Helper()
	world := w.Handler()
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		if !strings.HasPrefix(in.URL.Path, "/public/documents/") {
			world.ServeHTTP(out, in)
			return
		}
		page := httptest.NewRecorder()
		world.ServeHTTP(page, in)
		out.WriteHeader(page.Code)
		_, _ = out.Write(append(page.Body.Bytes(), "\n% a watermark"...))
	}))
	w.t.Cleanup(server.Close)
	w.URL = server.URL
}
