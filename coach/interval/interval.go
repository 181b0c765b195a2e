// Package interval says how sure a share is that was counted on few cases.
package interval

import "math"

// Wilson returns the 95 % interval of a share of k in n; 0 to 1 when n is 0. Source: E. B. Wilson, "Probable
// inference, the law of succession, and statistical inference", JASA 22 (1927).
func Wilson(k, n int) (low, high float64) {
	if n == 0 {
		return 0, 1
	}
	const z = 1.96
	p, m := float64(k)/float64(n), float64(n)
	center := p + z*z/(2*m)
	spread := z * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return max(0, (center-spread)/(1+z*z/m)), min(1, (center+spread)/(1+z*z/m))
}
