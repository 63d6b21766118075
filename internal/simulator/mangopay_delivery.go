package simulator

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	bucketDeliveries  = "deliveries"
	deliveryTimeout   = 2 * time.Second        // within which a hook must be answered
	deliveryPoll      = 250 * time.Millisecond // between looks for what another process has queued
	deliveryAtOnce    = 4
	maxHookFailures   = 100 // in a row, after which a hook is INVALID
	soonRetry         = 10 * time.Minute
	soonRetries       = time.Hour
	lateRetry         = 8 * time.Hour
	lateRetries       = 3 * day
	errorNotLocal     = "hooks are delivered to loopback addresses only"
	parameterResource = "RessourceId" // misspelt by the API
)

// delivery is an event on its way to a hook.
type delivery struct {
	Event event `json:"event"`
	First int64 `json:"first"`
	Due   int64 `json:"due"`
}

// DeliverHooks delivers events to the hooks that ask for them until ctx ends, which is not an error. It calls
// loopback addresses only, because nothing of a simulation may leave the machine; other addresses count as
// failing. Failed deliveries are repeated by the world's clock.
func (s *Simulator) DeliverHooks(ctx context.Context) error {
	for {
		if err := s.DeliverDueHooks(ctx); err != nil && ctx.Err() == nil {
			return err
		}
		if !pause(ctx, deliveryPoll) {
			return nil
		}
	}
}

// DeliverDueHooks tries once to deliver each event that is due.
func (s *Simulator) DeliverDueHooks(ctx context.Context) error {
	type job struct {
		delivery delivery
		hook     hook
	}
	var jobs []job
	err := s.view(func(w *world) error {
		all, err := loadAll[delivery](w.txn, bucketDeliveries, "")
		for _, d := range all {
			h, failed := load[hook](w.txn, bucketHooks, d.Event.Type)
			if err = errors.Join(err, failed); h != nil && d.Due <= w.unix() {
				jobs = append(jobs, job{*d, *h})
			}
		}
		return err
	})
	if err != nil || len(jobs) == 0 {
		return err
	}
	group := errgroup.Group{}
	group.SetLimit(deliveryAtOnce)
	for _, j := range jobs {
		group.Go(func() error {
			success := deliver(ctx, j.hook.URL, j.delivery.Event) == nil
			select {
			case <-ctx.Done(): // a call that was cut short says nothing about the hook
				return nil
			default:
				return s.delivered(j.delivery, success)
			}
		})
	}
	return group.Wait()
}

// deliver calls a hook.
func deliver(ctx context.Context, address string, e event) error {
	ctx, cancel := context.WithTimeout(ctx, deliveryTimeout)
	defer cancel()
	u, err := url.Parse(address)
	if err != nil || !isLoopback(u.Hostname()) {
		return errors.New(errorNotLocal)
	}
	values := u.Query()
	values.Set("EventType", e.Type)
	values.Set(parameterResource, e.ResourceID)
	values.Set("Date", strconv.FormatInt(e.Date, 10))
	u.RawQuery = values.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), http.NoBody)
	if err != nil {
		return fmt.Errorf("call a hook: %w", err)
	}
	response, err := hookClient.Do(request)
	if err != nil {
		return fmt.Errorf("call a hook: %w", err)
	}
	defer func() { _ = response.Body.Close() }() // the status is all that counts
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the hook answered %d", response.StatusCode)
	}
	return nil
}

// hookClient follows no redirect, which could lead off the machine, and keeps no connection open.
var hookClient = &http.Client{
	Transport:     &http.Transport{DisableKeepAlives: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// delivered notes how a delivery went, and when it is tried again.
func (s *Simulator) delivered(d delivery, success bool) error {
	return s.update(func(w *world) error {
		key := sequenceKey(d.Event.Order)
		h, err := load[hook](w.txn, bucketHooks, d.Event.Type)
		if err != nil {
			return err
		}
		if h != nil {
			if h.Failures++; success {
				h.Failures = 0
			}
			if h.Failures >= maxHookFailures {
				h.Validity = "INVALID"
			}
			if err := save(w.txn, bucketHooks, h.EventType, h); err != nil {
				return err
			}
		}
		next, again := d.next(w.now)
		if success || !again || h == nil || h.Validity != "VALID" {
			return w.remove(bucketDeliveries, key)
		}
		d.Due = next
		return save(w.txn, bucketDeliveries, key, d)
	})
}

// next is when a delivery that failed now is tried again: every ten minutes for an hour, then every eight hours
// for three days.
func (d delivery) next(now time.Time) (int64, bool) {
	age := now.Sub(time.Unix(d.First, 0))
	switch {
	case age < soonRetries:
		return now.Add(soonRetry).Unix(), true
	case age < lateRetries:
		return now.Add(lateRetry).Unix(), true
	}
	return 0, false
}
