module github.com/emotional-safety/coach

go 1.26.0
