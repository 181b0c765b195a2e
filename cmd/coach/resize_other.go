//go:build !unix

package main

// watchSize does nothing: the size is asked for with each line.
func (r *reviewer) watchSize() (stop func()) { return func() {} }
