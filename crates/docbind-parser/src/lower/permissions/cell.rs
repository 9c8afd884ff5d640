//! The grammar of permission cells.
//!
//! A comma, `or` and a line break separate alternatives; `and` joins permissions that are needed together; `plus`, and
//! an `and` between two lines, joins everything before it with what follows. `For user: …` labels what stands behind
//! it, up to an empty line; `all of` makes a list one alternative. Words between two permissions that are none of this
//! leave open whether either suffices.

mod list;
mod quantifier;

use std::collections::BTreeSet;

use docbind_ir::{Alternative, Condition, ConditionKind, Requirement, Source};

pub(super) use self::list::MOST_ALTERNATIVES;
use self::list::alternatives;
use self::quantifier::{Quantifier, is_list_introduction, quantifier};
use super::condition::label_all;
use super::lexer::{Token, is_openid_scope, lines, tokens};
use super::mark::Marks;

/// What a permission cell says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PermissionCell {
    /// What kind of statement it is.
    pub verdict: Verdict,
    /// The alternatives in the order of the cell; a footnote mark on one is a condition that is unclear, until the
    /// footnote is found.
    pub alternatives: Vec<Alternative>,
    /// Sentences of the cell that are no lists of permissions, as plain text.
    pub notes: Vec<String>,
    /// Permission names as written that had to be repaired.
    pub repaired: Vec<String>,
    /// Neighbours with nothing between them: read as alternatives, which need not be what is meant.
    pub unseparated: Vec<(String, String)>,
    /// Items of a list that are no permission names.
    pub unknown: Vec<String>,
    /// Whether it lists more alternatives than are kept.
    pub is_cut: bool,
}

/// The kinds of statements a permission cell makes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verdict {
    /// It says nothing.
    #[default]
    Empty,
    /// It lists permissions.
    Listed,
    /// `Not supported.`
    NotSupported,
    /// `Not available.`, `None`, `n/a`: nothing here, though another column may list something.
    NotAvailable,
    /// No permission is needed.
    NotNeeded,
    /// A reminder of the writer.
    Todo,
    /// Words without a permission name.
    Unreadable,
}

/// Reads a permission cell.
pub fn permission_cell(cell: &str) -> PermissionCell {
    let mut reading = PermissionCell::default();
    let lines = joined_lines(lines(cell));
    let text = lines.join(" ");
    let text = text.trim().trim_matches(['*', '_', '.', ' ', '-', '–', '—']);
    if text.is_empty() {
        return reading;
    }
    if is_reminder(text) {
        reading.verdict = Verdict::Todo;
        return reading;
    }
    if let Some(verdict) = sentinel(text) {
        reading.verdict = verdict;
        return reading;
    }
    let mut label = Label::default();
    for line in &lines {
        if line.is_empty() {
            label = Label::default();
            continue;
        }
        let mut tokens = tokens(line);
        reading.repaired.append(&mut repair_missing_dots(&mut tokens));
        reading.unseparated.extend(tokens.windows(2).filter_map(|pair| match pair {
            [Token::Name(one, _), Token::Name(other, _)] => Some((one.to_string(), other.to_string())),
            _ => None,
        }));
        reading.unknown.extend(unknown_items(&tokens));
        for clause in clauses(&tokens) {
            reading.clause(&clause, &mut label);
        }
    }
    let mut list = Requirement { alternatives: reading.alternatives, ..Requirement::default() };
    list.dedup();
    reading.alternatives = list.alternatives;
    reading.verdict = match reading.alternatives.is_empty() {
        false => Verdict::Listed,
        true => Verdict::Unreadable,
    };
    reading
}

fn is_reminder(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains("todo") || lower == "tbd" || lower.starts_with("to be determined") || lower.starts_with("determine ")
}

/// What a cell says that is one of the fixed phrases.
fn sentinel(text: &str) -> Option<Verdict> {
    // All of them begin so, and names of permissions seldom do.
    if !text.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(['n', 'N', 'u', 'U']) {
        return None;
    }
    let words: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    match words.as_str() {
        "notsupported" | "unsupported" | "notallowed" => Some(Verdict::NotSupported),
        "notavailable" | "none" | "na" | "notapplicable" => Some(Verdict::NotAvailable),
        "nopermissionsrequired"
        | "nopermissionrequired"
        | "nopermissionsneeded"
        | "nonerequired"
        | "notrequired"
        | "nopermissionsarerequired" => Some(Verdict::NotNeeded),
        _ => None,
    }
}

/// A run of tokens with the label in front of it.
#[derive(Debug, Default)]
struct Clause<'a> {
    label: Option<String>,
    before: Vec<&'a str>,
    list: Vec<Token<'a>>,
    after: Vec<&'a str>,
    /// Words between two permissions that neither join nor separate them.
    between: Vec<String>,
}

/// What the last label says of the lists behind it.
#[derive(Debug, Default)]
struct Label {
    text: Option<String>,
    quantifier: Option<Quantifier>,
    /// Where the alternatives behind it begin.
    start: usize,
}

/// Splits a line at the labels in it; words that end with a colon are one.
fn clauses<'a>(tokens: &[Token<'a>]) -> Vec<Clause<'a>> {
    let mut clauses = vec![Clause::default()];
    for (position, token) in tokens.iter().enumerate() {
        let listed = clauses.last().is_some_and(|clause| !clause.list.is_empty());
        let Some(clause) = clauses.last_mut() else { continue };
        match token {
            Token::Word(word) if word.ends_with(':') => {
                let mut words =
                    if listed { std::mem::take(&mut clause.after) } else { std::mem::take(&mut clause.before) };
                words.push(word.trim_end_matches(':'));
                let label = words.join(" ");
                if listed {
                    clauses.push(Clause { label: Some(label), ..Clause::default() });
                } else {
                    clause.label = Some(label);
                }
            }
            Token::Word(word) if is_openid_scope(word) && stands_alone(tokens, position) => {
                clause.list.push(Token::Name((*word).into(), Marks::default()));
            }
            Token::Word(word) if listed => clause.after.push(word),
            Token::Word(word) => clause.before.push(word),
            Token::And | Token::Or | Token::Comma | Token::Plus if !listed => {
                let spelled = match token {
                    Token::And | Token::Plus => "and",
                    Token::Or => "or",
                    _ => continue,
                };
                clause.before.push(spelled);
            }
            Token::Comma | Token::Or if matches!(clause.list.last(), Some(Token::And | Token::Plus)) => {
                // `A and, B` joins all the same; `A and something, B` joins what is no permission.
                if !clause.after.is_empty() {
                    clause.between.push(format!("and {}", clause.after.join(" ")));
                    clause.after.clear();
                    clause.list.push(token.clone());
                }
            }
            Token::And | Token::Plus
                if !clause.after.is_empty() && matches!(clause.list.last(), Some(Token::Comma | Token::Or)) =>
            {
                clause.between.push(format!("{} and", clause.after.join(" ")));
                clause.after.clear();
            }
            Token::Name(..) if !clause.after.is_empty() => match clause.join_words() {
                true => clause.list.push(token.clone()),
                false => clauses.push(Clause { list: vec![token.clone()], ..Clause::default() }),
            },
            token => clause.list.push(token.clone()),
        }
    }
    clauses
}

impl Clause<'_> {
    /// A sign that joins a permission with words that are none: `Boat.Read and whatever the crew has`.
    fn dangling(&self) -> Option<String> {
        let words = |words: &[&str]| words.join(" ");
        if matches!(self.list.last(), Some(Token::And | Token::Plus)) {
            return Some(format!("and {}", words(&self.after)).trim().to_owned());
        }
        let after = words(&self.after);
        if joins(&after) && scenario_behind(&after).is_none() && quantifier(&after).is_none() {
            return Some(after);
        }
        let (last, rest) = self.before.split_last()?;
        let is_open = (*last == "and" || joins(last)) && !rest.iter().all(|word| is_list_introduction(word));
        is_open.then(|| words(&self.before))
    }

    /// Decides what the words between two permissions mean; whether the second still belongs to the clause.
    fn join_words(&mut self) -> bool {
        let text = self.after.join(" ");
        let has_sign = self.list.last().is_some_and(|token| !matches!(token, Token::Name(..)));
        if scenario_behind(&text).is_some() {
            // `A for users and B for groups`: the words limit what is in front of them, and the sign ends a list.
            if has_sign {
                self.list.pop();
            }
            return false;
        }
        let joins = joins(&text);
        let lower = text.to_lowercase();
        let mut words = lower.split(|c: char| !c.is_alphanumeric());
        let chooses = words.any(|word| matches!(word, "either" | "one" | "any"));
        let is_remark = text.starts_with('(') && text.ends_with(')');
        match self.list.last() {
            Some(Token::And) if chooses => {
                self.list.pop();
                self.list.push(Token::Plus);
            }
            _ if joins && !is_remark => {
                if has_sign {
                    self.list.pop();
                }
                self.list.push(if chooses { Token::Plus } else { Token::And });
            }
            _ if has_sign => self.before.append(&mut self.after),
            _ => {
                let ends_sentence = text.ends_with('.') || text.ends_with(')');
                if !is_remark && !ends_sentence {
                    self.between.push(text);
                }
                self.list.push(Token::Comma);
                self.before.append(&mut self.after);
            }
        }
        self.after.clear();
        true
    }
}

/// Whether words ask for one thing beside another.
fn joins(words: &str) -> bool {
    words.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| {
        matches!(
            word,
            "with"
                | "also"
                | "well"
                | "addition"
                | "additionally"
                | "combined"
                | "combination"
                | "together"
                | "requires"
                | "require"
                | "needs"
                | "accompanied"
                | "alongside"
                | "furthermore"
        )
    })
}

fn stands_alone(tokens: &[Token<'_>], position: usize) -> bool {
    let boundary = |token: Option<&Token<'_>>| !matches!(token, Some(Token::Word(_)));
    boundary(position.checked_sub(1).and_then(|before| tokens.get(before))) && boundary(tokens.get(position + 1))
}

/// Lines that an `and`, `&`, `+` or `plus` at their end or start joins, as one.
fn joined_lines(lines: Vec<String>) -> Vec<String> {
    let is_sign = |word: Option<&str>| {
        word.is_some_and(|word| {
            let word = word.trim_matches(['*', '_', ',']);
            matches!(word, "&" | "+" | "&amp;")
                || ["and", "plus", "as well as", "together with"].iter().any(|sign| word.eq_ignore_ascii_case(sign))
        })
    };
    // Where the first line has one too, it is a bullet.
    let bullets = lines.first().is_some_and(|line| is_sign(line.split_whitespace().next()));
    let mut joined: Vec<String> = Vec::with_capacity(lines.len());
    // Whether the last line ended with a sign.
    let mut open = false;
    for line in lines {
        let starts = !bullets && is_sign(line.split_whitespace().next());
        let ends = is_sign(line.split_whitespace().next_back());
        if line.is_empty() && open {
            continue;
        }
        let mut words: Vec<&str> = line.split_whitespace().collect();
        let text = if starts || ends {
            if starts {
                words.remove(0);
            }
            if ends && !words.is_empty() {
                words.pop();
            }
            words.join(" ")
        } else {
            line.clone()
        };
        let place = joined.iter().rposition(|known| !known.is_empty());
        match place.and_then(|place| joined.get_mut(place)) {
            Some(before) if starts || open => {
                before.push_str(" plus ");
                before.push_str(&text);
            }
            _ => joined.push(text),
        }
        open = ends;
    }
    joined
}

impl PermissionCell {
    fn clause(&mut self, clause: &Clause<'_>, label: &mut Label) {
        if let Some(own) = &clause.label {
            let own = own.trim();
            *label = Label { quantifier: quantifier(own), text: None, start: self.alternatives.len() };
            if label.quantifier.is_none() && !own.is_empty() && !is_list_introduction(own) {
                label.text = Some(own.to_owned());
            }
        }
        let alternatives = alternatives(&clause.list);
        if alternatives.is_empty() {
            self.prose(clause, label.text.as_deref());
            return;
        }
        let (before, after) = (clause.before.join(" "), clause.after.join(" "));
        let behind = scenario_behind(&after);
        let around = [quantifier(&before), quantifier(&after)];
        let says_more = behind.is_none() && after.contains(char::is_alphanumeric) && around[1].is_none();
        if says_more || !is_list_introduction(&before) && around[0].is_none() {
            self.note(clause);
        }
        let wanted = around.into_iter().flatten().next().or(label.quantifier);
        let mut alternatives = match wanted {
            Some(Quantifier::All | Quantifier::Both) if needs_all(wanted, &clause.list, &alternatives) => {
                let together = alternatives
                    .iter()
                    .skip(1)
                    .fold(alternatives.first().cloned(), |all, one| all.map(|all| all.and(one)));
                together.into_iter().collect()
            }
            _ => alternatives,
        };
        if let Some(scenario) = label.text.clone().or(behind) {
            label_all(&mut alternatives, &scenario, &Source::default());
        }
        for words in clause.between.iter().chain(&clause.dangling()) {
            for alternative in &mut alternatives {
                alternative.limit(Condition::new(ConditionKind::Unclear, words.as_str(), Source::default()));
            }
        }
        let is_one = matches!(label.quantifier, Some(Quantifier::All | Quantifier::Both)) && alternatives.len() == 1;
        match (self.alternatives.get_mut(label.start), alternatives.as_slice()) {
            // The lines of a list that is needed as a whole.
            (Some(all), [one]) if is_one => *all = all.and(one),
            _ => self.alternatives.append(&mut alternatives),
        }
        self.is_cut |= self.alternatives.len() > MOST_ALTERNATIVES;
        self.alternatives.truncate(MOST_ALTERNATIVES);
    }

    /// A line without permission names: a fixed phrase for the label in front of it, or a sentence.
    fn prose(&mut self, clause: &Clause<'_>, label: Option<&str>) {
        let words = clause.before.join(" ");
        let words = words.trim_matches(['.', '*', '_', ' ', '-']);
        if words.is_empty() || quantifier(words).is_some() || is_list_introduction(words) {
            return;
        }
        self.notes.push(match label {
            Some(label) => format!("{label}: {words}"),
            None => words.to_owned(),
        });
    }

    fn note(&mut self, clause: &Clause<'_>) {
        let mut text = clause.before.join(" ");
        for token in &clause.list {
            let spelled = match token {
                Token::Name(name, _) => &**name,
                Token::And => "and",
                Token::Or => "or",
                Token::Plus => "plus",
                Token::Comma => {
                    text.push(',');
                    continue;
                }
                Token::Word(word) => word,
            };
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(spelled);
        }
        if !clause.after.is_empty() {
            text.push(' ');
            text.push_str(&clause.after.join(" "));
        }
        self.notes.push(text.trim().to_owned());
    }
}

/// `Directory AccessAsUser.All` beside `Directory.Read.All` is a name with a space for a dot; the repaired spellings.
fn repair_missing_dots(tokens: &mut Vec<Token<'_>>) -> Vec<String> {
    if !tokens.iter().any(|token| matches!(token, Token::Word(_))) {
        return Vec::new();
    }
    let resources: BTreeSet<String> = tokens
        .iter()
        .filter_map(|token| match token {
            Token::Name(name, _) => name.split_once('.').map(|(resource, _)| resource.to_owned()),
            _ => None,
        })
        .collect();
    let mut repaired = Vec::new();
    let mut position = 0;
    while position < tokens.len() {
        let after_comma = position.checked_sub(1).is_none_or(|before| tokens.get(before) == Some(&Token::Comma));
        if after_comma
            && let (Some(Token::Word(word)), Some(Token::Name(name, marks))) =
                (tokens.get(position), tokens.get(position + 1))
            && resources.contains(*word)
        {
            repaired.push(format!("{word} {name}"));
            let whole = Token::Name(format!("{word}.{name}").into(), marks.clone());
            tokens.splice(position..position + 2, [whole]);
        }
        position += 1;
    }
    repaired
}

/// Single words between the signs of a list: a name without its dot, or with two.
fn unknown_items<'a>(tokens: &'a [Token<'_>]) -> impl Iterator<Item = String> + 'a {
    let is_sign = |token: Option<&Token<'_>>| {
        token.is_none_or(|token| matches!(token, Token::Comma | Token::And | Token::Or | Token::Plus))
    };
    let has_names = tokens.len() > 1 && tokens.iter().any(|token| matches!(token, Token::Name(..)));
    tokens.iter().enumerate().filter_map(move |(position, token)| {
        let Token::Word(word) = token else { return None };
        let before = position.checked_sub(1).and_then(|before| tokens.get(before));
        let is_item = has_names && is_sign(before) && is_sign(tokens.get(position + 1)) && !is_openid_scope(word);
        let is_name = word.starts_with(|c: char| c.is_ascii_uppercase()) && !word.ends_with(':') && word.len() > 3;
        (is_item && is_name && quantifier(word).is_none()).then(|| (*word).to_owned())
    })
}

/// Whether a list that is said to be needed as a whole does not say by its own signs what belongs together.
fn needs_all(wanted: Option<Quantifier>, list: &[Token<'_>], alternatives: &[Alternative]) -> bool {
    let chooses = list.iter().any(|token| matches!(token, Token::Or | Token::Plus));
    let is_pair = alternatives.iter().any(|alternative| alternative.permissions.len() == 2);
    !(chooses || is_pair && wanted == Some(Quantifier::Both))
}

/// `for a chat message.` behind a list limits it.
fn scenario_behind(words: &str) -> Option<String> {
    let words = words.trim().trim_end_matches('.');
    if ["in addition", "in combination", "in conjunction"].iter().any(|joins| words.starts_with(joins)) {
        return None;
    }
    let rest = words.strip_prefix("for ").or_else(|| words.strip_prefix("in "))?;
    let rest = ["a ", "an ", "the "].iter().find_map(|article| rest.strip_prefix(article)).unwrap_or(rest);
    (!rest.is_empty()).then(|| rest.to_owned())
}

#[cfg(test)]
mod tests;
