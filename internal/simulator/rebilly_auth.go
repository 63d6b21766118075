package simulator

import (
	"crypto/subtle"
	"net/http"
	"slices"
	"strings"
)

const (
	bucketRebillyKeys = "rebilly_keys" // operation ids of each restricted key, by its digest
	headerKeyRebilly  = "REB-APIKEY"
)

// admit lets a call in when it is authorized, for this organization and this operation, and within the rate limit.
func (rebilly) admit(c *call) (*answer, error) {
	if len(c.params) > 1 {
		c.entry.ObjectID = c.id(0)
	}
	if c.route.open {
		return nil, nil
	}
	public, err := c.wantsPublicFile()
	if public || err != nil {
		return nil, err
	}
	if err := c.authorizeRebilly(); err != nil {
		return nil, err
	}
	if c.request.Method == http.MethodGet {
		return nil, nil
	}
	return nil, c.countRebillyCall()
}

// authorizeRebilly checks the call's credentials.
func (c *call) authorizeRebilly() error {
	known, permissions, err := c.rebillyCaller()
	switch {
	case err != nil:
		return err
	case !known, c.struck(FaultExpiredToken) != nil:
		return &problem{Status: http.StatusUnauthorized}
	case c.params[0] != "" && c.params[0] != RebillyOrganization,
		permissions != nil && !slices.Contains(permissions, c.route.id):
		return &problem{Status: http.StatusForbidden}
	}
	return nil
}

func (c *call) bearerToken() string {
	scheme, token, _ := strings.Cut(c.request.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "bearer") {
		return ""
	}
	return token
}

// rebillyCaller finds out whether the call has a known credential, and what it may do: everything if permissions is
// nil. A publishable key may do nothing here.
func (c *call) rebillyCaller() (known bool, permissions []string, err error) {
	key := c.request.Header.Get(headerKeyRebilly)
	if key != "" {
		restricted, err := load[[]string](c.txn, bucketRebillyKeys, keyDigest(key))
		switch {
		case err != nil:
			return false, nil, err
		case restricted != nil:
			return true, *restricted, nil
		case c.sim.rebillyKeys[keyDigest(key)]:
			return true, nil, nil
		}
	}
	if subtle.ConstantTimeCompare([]byte(c.bearerToken()), []byte(RebillyToken)) == 1 {
		return true, nil, nil
	}
	return strings.HasPrefix(key, "pk_"), []string{}, nil
}

// wantsPublicFile tells whether the call downloads a file that everybody may read.
func (c *call) wantsPublicFile() (bool, error) {
	if c.route.operation != opDownloadFile || c.request.Header.Get(headerKeyRebilly)+c.bearerToken() != "" {
		return false, nil
	}
	f, err := load[recordedFile](c.txn, bucketRebillyFiles, c.id(0))
	return f != nil && f.IsPublic, err
}
