//! The notes of a cmdlet's help: the members of its complex parameters.
//!
//! `VALUE <IMicrosoftGraphBoat[]>: .` heads the lines `[Name <String>]: The name.` of its members; the members of a
//! member stand below it, further in.

use docbind_ir::{Property, Source, TypeDef, TypeName};

use super::cmdlet_syntax::{lower_first, type_ref};

/// What the interfaces of models are called in front of the name of the type.
const MODEL: &str = "IMicrosoftGraph";
/// What the interfaces of identities end in.
const IDENTITY: &str = "Identity";

/// What the notes list.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Notes {
    /// The keys of the identity object.
    pub(super) identity: Vec<Property>,
    /// The object types with their members.
    pub(super) types: Vec<TypeDef>,
}

/// A line of the notes.
struct Entry<'t> {
    indent: usize,
    name: &'t str,
    ty: &'t str,
    text: &'t str,
    source: Source,
}

/// Reads the lines of the notes, each with where it stands.
pub(super) fn notes<'t>(lines: impl Iterator<Item = (&'t str, Source)>) -> Notes {
    let mut notes = Notes::default();
    // The owners of the lines above, each with how far in it stands.
    let mut open: Vec<(usize, &str)> = Vec::new();
    for (line, source) in lines {
        let Some(entry) = entry(line, source) else { continue };
        while open.last().is_some_and(|(indent, _)| *indent >= entry.indent) {
            open.pop();
        }
        if let Some((_, owner)) = open.last() {
            notes.add(owner, &entry);
        }
        open.push((entry.indent, entry.ty));
    }
    notes
}

/// `  [Name <Type>]: text`, and `NAME <Type>: text` for a parameter.
fn entry(line: &str, source: Source) -> Option<Entry<'_>> {
    let inner = line.trim_start();
    let indent = line.len() - inner.len();
    let (_, text) = inner.split_once("]:").or_else(|| inner.split_once(">:")).or_else(|| inner.split_once(">`:"))?;
    let name = inner.trim_start_matches('[').split([' ', '<', '`']).next()?;
    let start = inner.find('<')? + 1;
    let end = inner.get(start..)?.find('>')? + start;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    // A member stands below its owner even where the spaces before it were lost.
    let indent = if inner.starts_with('[') { indent + 1 } else { indent };
    is_name.then_some(Entry { indent, name, ty: inner.get(start..end)?, text: text.trim(), source })
}

impl Notes {
    fn add(&mut self, owner: &str, entry: &Entry<'_>) {
        let owner = owner.trim_end_matches("[]");
        let property = Property {
            name: lower_first(entry.name).into(),
            ty: type_ref(Some(entry.ty)),
            undocumented: true,
            description: entry.text.into(),
            source: entry.source.clone(),
            ..Property::default()
        };
        let known = if let Some(model) = owner.strip_prefix(MODEL) {
            let name = lower_first(model);
            let place = self.types.iter().position(|def| def.name.as_str() == name);
            let place = place.unwrap_or_else(|| {
                let def = TypeDef { source: entry.source.clone(), ..TypeDef::new(TypeName::new(name)) };
                self.types.push(def);
                self.types.len() - 1
            });
            match self.types.get_mut(place) {
                Some(def) => &mut def.properties,
                None => return,
            }
        } else if owner.ends_with(IDENTITY) {
            &mut self.identity
        } else {
            return;
        };
        if !known.iter().any(|own| own.name == property.name) {
            known.push(property);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_complex_parameters() {
        let text = "BODYPARAMETER `<IPathsSchema>`: .\n  [(Any) <Object>]: Any property.\n  [Value <IMicrosoftGraphBoat[]>]: \n    [Name <String>]: The name.\n    [Crew <Int32?>]: How many.\n\n\
            INPUTOBJECT `<IFleetIdentity>`: Identity Parameter\n  [BoatId <String>]: The unique identifier of boat\n\nVALUE <IMicrosoftGraphBoat[]>: .\n  [Name <String>]: The name.\n";
        let read = notes(text.lines().map(|line| (line, Source::default())));
        let show = |rows: &[Property]| rows.iter().map(|row| format!("{} {}", row.name, row.ty)).collect::<Vec<_>>();
        assert_eq!(show(&read.identity), ["boatId String"]);
        let [boat] = read.types.as_slice() else { panic!("{:?}", read.types) };
        assert_eq!(
            (boat.name.as_str(), show(&boat.properties)),
            ("boat", vec!["name String".into(), "crew Int32".into()])
        );
    }
}
