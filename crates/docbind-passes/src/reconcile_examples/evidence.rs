//! What examples say about properties that tables list: another type, another spelling.

use std::collections::BTreeMap;
use std::sync::Arc;

use docbind_ir::{Api, Code, Diagnostic, Primitive, Property, Source, TypeDef, TypeName, TypeRef, is_placeholder};
use serde_json::Value;

use super::walk::{ShownMember, Visitor};
use crate::example_json::{declared, kind};
use crate::inheritance::{Ancestry, cut_cycles, drop_inherited};
use crate::members::{Member, Members};

/// What a value says about the type that a table gives.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verdict {
    /// Nothing: it is left out, stands for a value, or is a slip such as a number in quotes.
    Silent,
    /// It can be one.
    Agrees,
    /// It is one of another type.
    Shows(TypeRef),
    /// It is one of a wider type, which others that agree have too.
    Widens(TypeRef),
}

/// Judges a value by its JSON kind and by the type that it names itself.
pub(super) fn judge(ty: &TypeRef, value: &Value, members: &Members<'_>) -> Verdict {
    match (ty, value) {
        (_, Value::Null) | (TypeRef::Unresolved(_) | TypeRef::Primitive(Primitive::Untyped), _) => Verdict::Silent,
        (_, Value::String(text)) if is_placeholder(text) => Verdict::Silent,
        (TypeRef::Collection(element), Value::Array(items)) => {
            match together(items.iter().map(|item| judge(element, item, members))) {
                Verdict::Shows(other) => Verdict::Shows(other.collection()),
                Verdict::Widens(other) => Verdict::Widens(other.collection()),
                verdict => verdict,
            }
        }
        (TypeRef::Collection(element), single) => match judge(element, single, members) {
            Verdict::Agrees => Verdict::Shows((**element).clone()),
            _ => Verdict::Silent,
        },
        (single, Value::Array(items)) => {
            match (together(items.iter().map(|item| judge(single, item, members))), single) {
                (Verdict::Agrees, _) => Verdict::Shows(single.clone().collection()),
                (Verdict::Shows(_), TypeRef::Primitive(_)) => Verdict::Shows(TypeRef::UNTYPED),
                _ => Verdict::Silent,
            }
        }
        (TypeRef::Primitive(primitive), value) => judge_primitive(*primitive, value, members),
        (TypeRef::Named(name), value) => judge_named(name, value, members),
    }
}

/// What several values say together; only what all of them show counts.
pub(super) fn together(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    verdicts.fold(Verdict::Silent, |all, one| match (all, one) {
        (Verdict::Silent, verdict) | (verdict, Verdict::Silent) => verdict,
        (Verdict::Agrees, Verdict::Widens(ty)) | (Verdict::Widens(ty), Verdict::Agrees) => Verdict::Widens(ty),
        (Verdict::Widens(left), Verdict::Widens(right)) => Verdict::Widens(wider(left, right)),
        (Verdict::Shows(left) | Verdict::Widens(left), Verdict::Shows(right) | Verdict::Widens(right)) => {
            Verdict::Shows(wider(left, right))
        }
        _ => Verdict::Agrees,
    })
}

/// The type that values of both types have.
pub(super) fn wider(left: TypeRef, right: TypeRef) -> TypeRef {
    use Primitive::{Double, Int64};
    match (left, right) {
        (left, right) if left == right => left,
        (TypeRef::Primitive(Double | Int64), TypeRef::Primitive(Double | Int64)) => TypeRef::Primitive(Double),
        (TypeRef::Collection(left), TypeRef::Collection(right)) => wider(*left, *right).collection(),
        _ => TypeRef::UNTYPED,
    }
}

fn judge_primitive(primitive: Primitive, value: &Value, members: &Members<'_>) -> Verdict {
    use Primitive::{Boolean, Byte, Decimal, Double, Int16, Int32, Int64, Single};
    match (primitive, value) {
        (Boolean, Value::Bool(_)) | (Single | Double | Decimal, Value::Number(_)) => Verdict::Agrees,
        (Boolean, Value::String(text)) if text.trim().parse::<bool>().is_ok() => Verdict::Silent,
        (Byte | Int16 | Int32 | Int64, Value::Number(number)) => match (primitive, number.as_i64()) {
            (Int64, Some(_)) => Verdict::Agrees,
            (_, Some(whole)) if i32::try_from(whole).is_ok() => Verdict::Agrees,
            (_, Some(_)) => Verdict::Widens(TypeRef::Primitive(Int64)),
            (_, None) => Verdict::Widens(TypeRef::Primitive(Double)),
        },
        (Byte | Int16 | Int32 | Int64 | Single | Double | Decimal, Value::String(text))
            if text.trim().parse::<f64>().is_ok() =>
        {
            Verdict::Silent
        }
        (Boolean | Byte | Int16 | Int32 | Int64 | Single | Double | Decimal, _) => {
            Verdict::Shows(shown(value, members))
        }
        (_, Value::String(_)) => Verdict::Agrees,
        (_, _) => Verdict::Shows(shown(value, members)),
    }
}

fn judge_named(name: &TypeName, value: &Value, members: &Members<'_>) -> Verdict {
    if members.enumeration(name).is_some() {
        return if value.is_string() { Verdict::Agrees } else { Verdict::Silent };
    }
    let Some(def) = members.object(name) else { return Verdict::Silent };
    let says_nothing = members.says_nothing(name);
    match value {
        Value::Object(object) if object.is_empty() => Verdict::Silent,
        Value::Object(_) => match declared(value, members) {
            Some(TypeRef::Named(other)) if !says_nothing && !members.are_related(&def.name, &other) => {
                Verdict::Shows(TypeRef::Named(other))
            }
            Some(_) => Verdict::Agrees,
            None if says_nothing || members.fits_type(name, names(value)) => Verdict::Agrees,
            None => Verdict::Silent,
        },
        _ if says_nothing => Verdict::Shows(TypeRef::UNTYPED),
        _ => Verdict::Silent,
    }
}

fn names(value: &Value) -> impl Iterator<Item = &str> {
    value.as_object().into_iter().flat_map(|object| object.keys().map(String::as_str))
}

fn shown(value: &Value, members: &Members<'_>) -> TypeRef {
    declared(value, members).unwrap_or_else(|| kind(value))
}

/// What the values of one property say together.
#[derive(Debug)]
struct Votes {
    /// How many values can be of the type that the table gives.
    agreeing: usize,
    /// How many cannot.
    contradicting: usize,
    /// The type of those that cannot.
    shown: Option<TypeRef>,
    /// The type of all, when it is only wider than what the table gives.
    widened: Option<TypeRef>,
    /// Whether a value stands under the name as the table spells it.
    is_spelled: bool,
    /// The other spelling that examples use.
    spelling: Option<Arc<str>>,
    /// The first example that says otherwise, or else the first.
    source: Source,
}

impl Votes {
    fn new(source: &Source) -> Self {
        Self {
            agreeing: 0,
            contradicting: 0,
            shown: None,
            widened: None,
            is_spelled: false,
            spelling: None,
            source: source.clone(),
        }
    }

    fn add(&mut self, verdict: Verdict, source: &Source) {
        let is_first = self.shown.is_none() && self.widened.is_none();
        if is_first && matches!(verdict, Verdict::Shows(_) | Verdict::Widens(_)) {
            self.source = source.clone();
        }
        match verdict {
            Verdict::Silent => {}
            Verdict::Agrees => self.agreeing += 1,
            Verdict::Shows(ty) => {
                self.contradicting += 1;
                self.shown = Some(self.shown.take().map_or(ty.clone(), |shown| wider(shown, ty)));
            }
            Verdict::Widens(ty) => {
                self.agreeing += 1;
                self.widened = Some(self.widened.take().map_or(ty.clone(), |widened| wider(widened, ty)));
            }
        }
    }

    /// The votes of examples behind these as well.
    fn merge(mut self, other: Self) -> Self {
        let is_first = self.shown.is_none() && self.widened.is_none();
        if is_first && (other.shown.is_some() || other.widened.is_some()) {
            self.source = other.source;
        }
        let both = |left: Option<TypeRef>, right: Option<TypeRef>| match (left, right) {
            (Some(left), Some(right)) => Some(wider(left, right)),
            (left, right) => left.or(right),
        };
        Self {
            agreeing: self.agreeing + other.agreeing,
            contradicting: self.contradicting + other.contradicting,
            shown: both(self.shown, other.shown),
            widened: both(self.widened, other.widened),
            is_spelled: self.is_spelled || other.is_spelled,
            spelling: self.spelling.or(other.spelling),
            source: self.source,
        }
    }

    /// Whether a value says anything else than the table.
    fn contradict(&self) -> bool {
        self.shown.is_some() || self.widened.is_some() || !self.is_spelled && self.spelling.is_some()
    }

    /// The type that more values have than the one of the table.
    fn outcome(&self, listed: &TypeRef) -> Option<TypeRef> {
        match &self.shown {
            Some(shown) if self.contradicting > self.agreeing => Some(match self.agreeing {
                0 => shown.clone(),
                _ => wider(shown.clone(), listed.clone()),
            }),
            _ => self.widened.clone(),
        }
    }
}

/// The votes for the members of all types, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Evidence(Vec<Option<Box<Votes>>>);

/// Votes by the type that has the property and the property's name.
type ByName = BTreeMap<TypeName, BTreeMap<Arc<str>, Votes>>;

impl Visitor for Evidence {
    fn known_member(&mut self, member: &Member<'_>, shown: &ShownMember<'_>, members: &Members<'_>) {
        if self.0.is_empty() {
            self.0.resize_with(members.count(), Option::default);
        }
        let Some(slot) = self.0.get_mut(member.number) else { return };
        let votes = slot.get_or_insert_with(|| Box::new(Votes::new(shown.source)));
        votes.add(judge(&member.property.ty, shown.value, members), shown.source);
        // An object that spells no other name as its table does says nothing about this one.
        if shown.is_in_style {
            votes.is_spelled |= *member.property.name == *shown.name;
            votes.spelling.get_or_insert_with(|| shown.name.into());
        }
    }
}

impl Evidence {
    /// This, and what examples behind these say.
    pub(super) fn merge(mut self, other: Self) -> Self {
        if self.0.is_empty() {
            return other;
        }
        for (own, votes) in self.0.iter_mut().zip(other.0) {
            *own = match (own.take(), votes) {
                (Some(own), Some(votes)) => Some(Box::new(own.merge(*votes))),
                (own, votes) => own.or(votes),
            };
        }
        self
    }

    /// The votes that say anything else than the tables.
    fn contradicting(self, types: &[TypeDef]) -> ByName {
        let mut by_name = ByName::new();
        let mut votes = self.0.into_iter();
        for def in types {
            let rows = def.properties.iter().chain(&def.navigation);
            // The rows come first in the pair: where they end, no vote of the next type is lost.
            for (row, votes) in rows.zip(votes.by_ref()) {
                if let Some(votes) = votes.filter(|votes| votes.contradict()) {
                    by_name.entry(def.name.clone()).or_default().insert(row.name.clone(), *votes);
                }
            }
        }
        by_name
    }

    /// Gives properties the type that most and the spelling that all examples show, and reports what the table says
    /// instead.
    pub(super) fn apply(self, api: &mut Api, diagnostics: &mut Vec<Diagnostic>) {
        let mut votes = self.contradicting(&api.types);
        derive(api, &mut votes);
        for def in &mut api.types {
            let Some(mut votes) = votes.remove(&def.name) else { continue };
            let name = &def.name;
            for property in def.properties.iter_mut().chain(&mut def.navigation) {
                let Some(votes) = votes.remove(&property.name) else { continue };
                if let Some(shown) = votes.outcome(&property.ty).filter(|shown| *shown != property.ty) {
                    if property.undocumented {
                        property.ty = shown;
                        continue;
                    }
                    let kinds = if shown.is_any() { "values of several kinds".to_owned() } else { shown.to_string() };
                    let what = format!("`{}` of `{name}` is {}, the examples show {kinds}", property.name, property.ty);
                    diagnostics.push(conflict(what, property, &votes.source));
                    property.ty = shown;
                }
                if let (false, Some(spelling)) = (votes.is_spelled, votes.spelling) {
                    let what = format!("`{}` of `{name}` is spelled `{spelling}` in all examples", property.name);
                    diagnostics.push(conflict(what, property, &votes.source));
                    property.name = spelling;
                }
            }
        }
    }
}

fn conflict(message: String, property: &Property, example: &Source) -> Diagnostic {
    Diagnostic::new(Code::ExampleConflict, property.source.clone(), message)
        .related(example.clone(), "an example")
        .help("correct the table or the examples; docbind takes what the examples show")
}

/// A type that stands where another one is due, has no base and has all of its properties, derives from it.
fn derive(api: &mut Api, votes: &mut ByName) {
    let types: BTreeMap<&TypeName, usize> = api.types.iter().enumerate().map(|(at, def)| (&def.name, at)).collect();
    let ancestry = Ancestry::new(&api.types);
    let mut bases: BTreeMap<usize, TypeName> = BTreeMap::new();
    let all =
        votes.iter_mut().flat_map(|(owner, votes)| votes.iter_mut().map(move |(name, votes)| (owner, name, votes)));
    for (owner, name, votes) in all {
        let Some(shown) = &votes.shown else { continue };
        let Some(owner) = types.get(owner).and_then(|at| api.types.get(*at)) else { continue };
        let mut rows = owner.properties.iter().chain(&owner.navigation);
        let due = rows.find(|row| row.name == *name).and_then(|row| row.ty.name());
        let (Some(due), Some(shown)) = (due, shown.name()) else { continue };
        let (Some(base), Some(at)) = (types.get(due).and_then(|at| api.types.get(*at)), types.get(shown)) else {
            continue;
        };
        let Some(derived) = api.types.get(*at).filter(|def| def.base.is_none()) else { continue };
        let has = |row: &Property| derived.properties.iter().any(|own| own.name.eq_ignore_ascii_case(&row.name));
        let mut listed = base.properties.iter().filter(|row| !row.undocumented).peekable();
        let is_derived = listed.peek().is_some() && listed.all(has);
        if is_derived && !ancestry.is_a(due, shown) {
            bases.insert(*at, due.clone());
            (votes.shown, votes.contradicting) = (None, 0);
        }
    }
    let is_found = !bases.is_empty();
    for (at, base) in bases {
        if let Some(def) = api.types.get_mut(at) {
            def.base = Some(TypeRef::Named(base));
        }
    }
    if is_found {
        cut_cycles(api, &mut Vec::new());
        drop_inherited(api);
    }
}
