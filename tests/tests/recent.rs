//! Pages of recent years, with included permissions and alternate keys, give what a person reads on them.
//!
//! `expectations/recent.txt` was written by hand from the pages, before docbind read them. The pages are not part of
//! the repository; the test is for those who have them.
//!
//! Where docbind and the person disagreed, the pages were read again. Once docbind is knowingly the poorer reader: the
//! arguments of a function that the request line leaves out (`getAllRecordings`) are sent in the query, since the
//! documented path is what operations are known by.

#![allow(clippy::expect_used, reason = "a test that fails here has something to tell")]

use std::fs;
use std::path::Path;

use docbind::{DocSet, Documentation, Scope};
use docbind_tests::facts;

#[test]
#[ignore = "needs ../shared/corpus"]
fn recent_pages_give_what_a_person_reads_on_them() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = here.join("../../shared/corpus/graph-recent");
    let sets = docbind::find_sets(&docs).expect("the pages are found");
    let set = DocSet::choose(&docs, sets, None).expect("they are one set");
    let mut documentation = Documentation::read(&set, &|| ());
    documentation.refine(&Scope::default(), None);

    let expected = fs::read_to_string(here.join("expectations/recent.txt")).expect("the expectations are there");
    let mut problems = Vec::new();
    let mut pages = 0;
    for block in expected.split("\n\n") {
        let mut lines = block.lines();
        let page = lines.next().expect("the block begins with a page");
        let expected: Vec<&str> = lines.map(str::trim).collect();
        let file = set.files.iter().find(|file| file.ends_with(page)).expect("the page is in the set");
        let found = facts(&documentation.api, file);
        if found != expected {
            problems.push(format!("{page}\nexpected:\n  {}\nfound:\n  {}", expected.join("\n  "), found.join("\n  ")));
        }
        pages += 1;
    }
    assert!(problems.is_empty(), "{}", problems.join("\n\n"));
    assert!(pages >= 15, "only {pages} pages have expectations");
}
