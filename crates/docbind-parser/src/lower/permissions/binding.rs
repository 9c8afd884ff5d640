//! Which requests a table is for, when the page says so without an annotation: by the requests beside it, or by the
//! chapter that both stand in.

use docbind_ir::{Method, OperationId};

use super::statement::{Statement, request};
use crate::page::{BlockKind, Page};

type Requests = Vec<OperationId>;

/// The tables and the lists of requests of a section, in their order.
#[derive(Debug, Default)]
pub(super) struct Order {
    items: Vec<Item>,
}

#[derive(Debug)]
enum Item {
    Requests(Requests),
    /// A statement by its place, and whether no annotation binds it.
    Table(usize, bool),
}

impl Order {
    pub(super) fn requests(&mut self, requests: Requests) {
        if requests.is_empty() {
            return;
        }
        match self.items.last_mut() {
            Some(Item::Requests(known)) => known.extend(requests),
            _ => self.items.push(Item::Requests(requests)),
        }
    }

    pub(super) fn table(&mut self, statement: usize, is_free: bool) {
        self.items.push(Item::Table(statement, is_free));
    }

    /// Binds each table to the requests in front of it, or each to those behind it when the section begins with a table
    /// and goes on in turn. A single table with requests behind it is for all of the page.
    pub(super) fn bind(self, statements: &mut [Statement]) {
        let in_front = matches!(self.items.first(), Some(Item::Requests(_)));
        let tables = self.items.iter().filter(|item| matches!(item, Item::Table(..))).count();
        let lists = self.items.len() - tables;
        if !in_front && (tables < 2 || lists != tables) {
            return;
        }
        for pair in self.items.windows(2) {
            let (requests, table) = match pair {
                [Item::Requests(requests), Item::Table(table, true)] if in_front => (requests, table),
                [Item::Table(table, true), Item::Requests(requests)] if !in_front => (requests, table),
                _ => continue,
            };
            if let Some(statement) = statements.get_mut(*table) {
                statement.requests.clone_from(requests);
            }
        }
    }
}

/// The request lines of a fence.
pub(super) fn of_text(text: &str, namespace: &str) -> Requests {
    text.lines().filter(|line| begins_with_verb(line)).filter_map(|line| request(line, namespace)).collect()
}

/// The requests in code within a sentence or an item: `` `GET /boats` ``, and an item that is nothing else.
pub(super) fn of_inline_code(markdown: &str, namespace: &str) -> Requests {
    if !markdown.contains('/') {
        return Vec::new();
    }
    let whole = markdown.trim();
    if begins_with_verb(whole) {
        return request(whole, namespace).into_iter().collect();
    }
    let code = markdown.split('`').skip(1).step_by(2);
    code.filter(|code| begins_with_verb(code)).filter_map(|code| request(code, namespace)).collect()
}

fn begins_with_verb(line: &str) -> bool {
    let Some((verb, path)) = line.trim().split_once(char::is_whitespace) else { return false };
    let path = path.trim_start();
    verb.parse::<Method>().is_ok()
        && verb.chars().all(char::is_uppercase)
        && (path.starts_with('/') || path.starts_with("http"))
}

/// Where each of several tables stands in a chapter with requests of its own, it is for those.
pub(super) fn chapters(statements: &mut [Statement], page: &Page<'_>, namespace: &str) {
    if statements.len() < 2 || statements.iter().any(|statement| !statement.requests.is_empty()) {
        return;
    }
    let mut bound: Vec<(usize, Requests)> = Vec::with_capacity(statements.len());
    for statement in statements.iter() {
        let Some(chapter) = chapter(page, statement.section) else { return };
        if bound.iter().any(|(known, _)| *known == chapter) {
            return;
        }
        let blocks = page.subtree(chapter).iter().filter(|section| !is_example(&section.heading));
        let requests: Requests = blocks
            .flat_map(|section| &section.blocks)
            .filter_map(|block| match &block.kind {
                BlockKind::Code(code) => Some(of_text(&code.text, namespace)),
                _ => None,
            })
            .flatten()
            .collect();
        if requests.is_empty() {
            return;
        }
        bound.push((chapter, requests));
    }
    for (statement, (_, requests)) in statements.iter_mut().zip(bound) {
        statement.requests = requests;
    }
}

/// The section around the one that holds the table: the nearest before it with a higher heading, below the title.
fn chapter(page: &Page<'_>, section: usize) -> Option<usize> {
    let level = page.sections.get(section)?.level;
    let before = page.sections.get(..section)?;
    let chapter = before.iter().rposition(|one| one.level < level)?;
    page.sections.get(chapter).filter(|one| one.level >= 2).map(|_| chapter)
}

fn is_example(heading: &str) -> bool {
    heading.to_lowercase().starts_with("example")
}
