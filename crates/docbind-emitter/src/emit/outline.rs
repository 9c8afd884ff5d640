//! The items of a file, planned and found.
//!
//! Token streams already keep text from becoming code. This is the second line of defence: what the compiler's own
//! grammar finds in a file must be what the plan put there, item by item.

use std::fmt;

use proc_macro2::Ident;
use syn::{ImplItem, Item, Macro, Type};

/// Items by kind and name in their order, each before its members.
#[derive(Debug, Default)]
pub(super) struct Outline(Vec<Entry>);

#[derive(Debug)]
struct Entry {
    kind: &'static str,
    name: String,
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.kind, self.name)
    }
}

impl Outline {
    /// One more item, or member of the last one.
    pub(super) fn with(mut self, kind: &'static str, name: impl Into<String>) -> Self {
        self.0.push(Entry { kind, name: name.into() });
        self
    }

    /// Several of one kind.
    pub(super) fn with_all<N: Into<String>>(mut self, kind: &'static str, names: impl IntoIterator<Item = N>) -> Self {
        self.0.extend(names.into_iter().map(|name| Entry { kind, name: name.into() }));
        self
    }

    /// Where the items begin to differ from what was planned, if they do.
    pub(super) fn difference(&self, items: &[Item]) -> Option<String> {
        let mut comparison = Comparison { planned: self.0.iter(), difference: None };
        for item in items {
            comparison.item(item);
        }
        match (comparison.difference, comparison.planned.next()) {
            (None, Some(missing)) => Some(format!("{missing} is missing")),
            (difference, _) => difference,
        }
    }
}

/// The walk over what was found beside what was planned.
struct Comparison<'a> {
    planned: std::slice::Iter<'a, Entry>,
    difference: Option<String>,
}

impl Comparison<'_> {
    fn found<N: fmt::Display + PartialEq<str>>(&mut self, kind: &'static str, name: &N) {
        if self.difference.is_some() {
            return;
        }
        self.difference = match self.planned.next() {
            Some(planned) if planned.kind == kind && *name == *planned.name => None,
            Some(planned) => Some(format!("{kind} `{name}` stands where {planned} was planned")),
            None => Some(format!("{kind} `{name}` is too many")),
        };
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Struct(item) => {
                self.found("struct", &item.ident);
                for field in item.fields.iter().filter_map(|field| field.ident.as_ref()) {
                    self.found("field", field);
                }
            }
            Item::Enum(item) => {
                self.found("enum", &item.ident);
                for variant in &item.variants {
                    self.found("variant", &variant.ident);
                }
            }
            Item::Impl(item) => {
                let on = match &*item.self_ty {
                    Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
                    _ => None,
                };
                let on = on.unwrap_or_default();
                match item.trait_.as_ref().and_then(|(path, _)| path.segments.last()) {
                    Some(segment) => self.found("impl", &format!("{} for {on}", segment.ident)),
                    None => self.found("impl", &on),
                }
                for member in &item.items {
                    match member {
                        ImplItem::Const(member) => self.found("constant", &member.ident),
                        ImplItem::Fn(member) => self.found("function", &member.sig.ident),
                        ImplItem::Type(member) => self.found("type", &member.ident),
                        ImplItem::Macro(member) => self.call(&member.mac),
                        _ => self.found("member", &String::new()),
                    }
                }
            }
            Item::Const(item) => self.found("constant", &item.ident),
            Item::Static(item) => self.found("static", &item.ident),
            Item::Fn(item) => self.found("function", &item.sig.ident),
            Item::Mod(item) => self.found("module", &item.ident),
            Item::Macro(item) => self.call(&item.mac),
            Item::Use(_) => self.found("use", &String::new()),
            _ => self.found("item", &String::new()),
        }
    }

    fn call(&mut self, call: &Macro) {
        let name: Option<&Ident> = call.path.segments.last().map(|segment| &segment.ident);
        match name {
            Some(name) => self.found("macro", name),
            None => self.found("macro", &String::new()),
        }
    }
}
