// Gocheck checks the types of Go files that a plan shows.  It reads JSON from its
// standard input, runs nothing of what it reads, and answers JSON.
//
// Packages of the standard library are read from their sources, those that the same
// plan shows from there.  Any other import becomes an empty package, and go/types says
// nothing of what follows from that.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
)

// File is the text of a file; its name is any that tells it from others.
type File struct{ Name, Dir, Text string }

// Plan is what is checked together.
type Plan struct {
	ID    string
	Files []File
}

// Flaw is something wrong.  Its kind is type, import or unsure.
type Flaw struct {
	Plan, File, Kind, Message string
	Line, Column              int
}

// most is how many flaws of a package are told: what follows is mostly their echo.
const most = 20

var (
	places   = token.NewFileSet()
	standard = importer.ForCompiler(places, "source", nil)
)

// shown is a package of a plan: files of one folder and one name.
type shown struct {
	dir, name string
	files     []*ast.File
	checked   *types.Package
	open      bool
}

// checker checks the packages of one plan.
type checker struct {
	plan     Plan
	packages []*shown
	flaws    []Flaw
}

// imports resolves what one package imports.
type imports struct {
	of      *checker
	missing bool
}

func (i *imports) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if local := i.of.local(path); local != nil {
		return i.of.check(local), nil
	}
	first, _, _ := strings.Cut(path, "/")
	if !strings.Contains(first, ".") && path != "C" {
		if found, err := standard.Import(path); err == nil {
			return found, nil
		}
	}
	i.missing = true
	return nil, errors.New("it is not here")
}

// local returns the package of the plan that an import path leads to, if any.
func (c *checker) local(path string) *shown {
	for _, p := range c.packages {
		leads := p.dir != "" && (path == p.dir || strings.HasSuffix(path, "/"+p.dir))
		if leads && !p.open && !strings.HasSuffix(p.name, "_test") {
			return p
		}
	}
	return nil
}

func (c *checker) read() {
	byKey := map[string]*shown{}
	for _, file := range c.plan.Files {
		read, err := parser.ParseFile(places, file.Name, file.Text, parser.SkipObjectResolution)
		if err != nil {
			continue // the level before has said so
		}
		key := file.Dir + "\x00" + read.Name.Name
		if byKey[key] == nil {
			byKey[key] = &shown{dir: file.Dir, name: read.Name.Name}
			c.packages = append(c.packages, byKey[key])
		}
		byKey[key].files = append(byKey[key].files, read)
	}
}

func (c *checker) check(p *shown) *types.Package {
	if p.checked != nil {
		return p.checked
	}
	p.open = true
	resolve := &imports{of: c}
	var found []types.Error
	config := types.Config{Importer: resolve, Error: func(err error) {
		var one types.Error
		if errors.As(err, &one) && len(found) < most {
			found = append(found, one)
		}
	}}
	p.checked, _ = config.Check(p.name, places, p.files, nil)
	p.open = false
	for _, one := range found {
		at := places.Position(one.Pos)
		c.flaws = append(c.flaws, Flaw{
			Plan: c.plan.ID, File: at.Filename, Kind: kind(one.Msg, resolve.missing),
			Message: one.Msg, Line: at.Line, Column: at.Column,
		})
	}
	return p.checked
}

func kind(message string, missing bool) string {
	if strings.Contains(message, "could not import") {
		return "import"
	}
	// A type that embeds one of a missing package may well have it.
	unsure := strings.Contains(message, "no field or method") ||
		strings.Contains(message, "does not implement")
	if missing && unsure {
		return "unsure"
	}
	return "type"
}

func main() {
	debug.SetGCPercent(400)
	debug.SetMaxStack(256 << 20)
	runtime.GOMAXPROCS(min(2, runtime.NumCPU()))
	var plans []Plan
	if err := json.NewDecoder(os.Stdin).Decode(&plans); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	flaws := []Flaw{}
	for _, plan := range plans {
		c := &checker{plan: plan}
		c.read()
		for _, p := range c.packages {
			c.check(p)
		}
		flaws = append(flaws, c.flaws...)
	}
	if err := json.NewEncoder(os.Stdout).Encode(flaws); err != nil {
		os.Exit(2)
	}
}
