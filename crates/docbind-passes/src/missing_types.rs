//! Types that are named and documented nowhere.

use std::collections::BTreeMap;

use docbind_ir::{Code, Diagnostic, Source};

/// How many names and places a finding shows.
const SHOWN: usize = 5;

/// The types that no page documents, by their name without namespace and without regard to case.
#[derive(Debug, Default)]
pub(crate) struct MissingTypes(BTreeMap<String, Missing>);

#[derive(Debug)]
struct Missing {
    text: String,
    /// The page that a link names for it, which is not there.
    page: Option<String>,
    places: Vec<Source>,
}

impl MissingTypes {
    /// Takes a place that names such a type.
    pub(crate) fn add(&mut self, text: String, page: Option<String>, source: &Source) {
        let key = text.rsplit_once('.').map_or(&*text, |(_, short)| short).to_lowercase();
        let missing = self.0.entry(key).or_insert_with(|| Missing { text, page: None, places: Vec::new() });
        missing.page = missing.page.take().or(page);
        add_place(&mut missing.places, source);
    }

    /// Reports each type that is known by its name alone, and all those together whose pages are not there: when only
    /// a part of the documentation is checked out, that is one fact about the folder and none about its pages.
    pub(crate) fn report(self, diagnostics: &mut Vec<Diagnostic>) {
        let (linked, named): (Vec<Missing>, Vec<Missing>) =
            self.0.into_values().partition(|missing| missing.page.is_some());
        for missing in named {
            let message = format!("no page documents the type `{}`", missing.text);
            let finding = at_places(Code::UnknownType, missing.places, &message, "named here too");
            diagnostics.extend(finding.map(|finding| {
                finding.help("add a page for the type, or link the name to the page that documents it")
            }));
        }
        diagnostics.extend(not_here(linked));
    }
}

/// The finding about types whose pages are linked, but not there.
fn not_here(linked: Vec<Missing>) -> Option<Diagnostic> {
    let message = match linked.as_slice() {
        [] => return None,
        [Missing { text, page, .. }] => {
            format!("no page documents the type `{text}`: `{}` is not there", page.as_deref().unwrap_or_default())
        }
        several => {
            let names: Vec<String> = several.iter().take(SHOWN).map(|missing| format!("`{}`", missing.text)).collect();
            let more = match several.len().saturating_sub(SHOWN) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!("the pages of {} types are not there: {}{more}", several.len(), names.join(", "))
        }
    };
    let note = if linked.len() == 1 { "named here too" } else { "and this one" };
    // One type is shown at all its places, several at their first ones.
    let first = if linked.len() == 1 { usize::MAX } else { 1 };
    let places = linked.into_iter().flat_map(|missing| missing.places.into_iter().take(first)).collect();
    let finding = at_places(Code::UnknownType, places, &message, note)?;
    Some(finding.help("correct the links, or put the pages of these types beside the others"))
}

/// Keeps a place to show, unless there are enough.
pub(crate) fn add_place(places: &mut Vec<Source>, source: &Source) {
    if places.len() <= SHOWN && !places.contains(source) {
        places.push(source.clone());
    }
}

/// A finding at the first of the places, with the next few beside it; none without a place.
pub(crate) fn at_places(code: Code, places: Vec<Source>, message: &str, note: &str) -> Option<Diagnostic> {
    let mut places = places.into_iter();
    let finding = Diagnostic::new(code, places.next()?, message);
    Some(places.take(SHOWN).fold(finding, |finding, place| finding.related(place, note)))
}
