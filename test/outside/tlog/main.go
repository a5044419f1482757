// Command tlog checks a running ledger's transparency log with Go's own checksum-database libraries, which know nothing of the ledger:
// the checkpoint's signature, every tile it needs, entries against the tree, and that the tree extends an older checkpoint.
// It prints what it checked as JSON, or what does not fit, and then exits with 1.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
)

type report struct {
	Origin          string `json:"origin"`
	TreeSize        int64  `json:"treeSize"`
	RootHash        string `json:"rootHash"`
	EntriesProved   int    `json:"entriesProved"`
	EntriesRehashed int64  `json:"entriesRehashed"`
	ExtendsTreeSize int64  `json:"extendsTreeSize"`
	TilesRead       int    `json:"tilesRead"`
}

func main() {
	prefix := flag.String("prefix", "", "URL of the log, without a slash at its end")
	key := flag.String("key", "", "verifier key of the log")
	header := flag.String("header", "", "header field for the entries, `Name: value`")
	older := flag.String("older", "", "file with an older checkpoint that the log must extend")
	entries := flag.Int("entries", 20, "how many entries are proved")
	all := flag.Bool("all", false, "hash every entry anew and compare the root")
	flag.Parse()
	checked, err := check(*prefix, *key, *header, *older, *entries, *all)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(checked); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func check(prefix, key, header, older string, entries int, all bool) (*report, error) {
	log, err := openLog(prefix, key, header)
	if err != nil {
		return nil, err
	}
	checked := &report{Origin: log.origin, TreeSize: log.tree.N, RootHash: log.tree.Hash.String()}
	for n := 0; n < entries; n++ {
		// Spread over the whole tree, its first and last entry among them.
		index := int64(n) * (log.tree.N - 1) / int64(max(entries-1, 1))
		if err := log.proveEntry(index); err != nil {
			return nil, fmt.Errorf("entry %d: %w", index, err)
		}
		checked.EntriesProved++
	}
	if all {
		if err := log.rehash(); err != nil {
			return nil, err
		}
		checked.EntriesRehashed = log.tree.N
	}
	if older != "" {
		if checked.ExtendsTreeSize, err = log.proveExtends(older); err != nil {
			return nil, fmt.Errorf("older checkpoint: %w", err)
		}
	}
	checked.TilesRead = log.tilesRead
	return checked, nil
}
