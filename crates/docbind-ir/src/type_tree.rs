//! The types of a model as a tree: which one inherits from which.

use std::collections::HashMap;
use std::iter;
use std::sync::OnceLock;

use foldhash::fast::RandomState;

use crate::{EnumDef, Property, TypeDef, TypeName};

/// How many ancestors are followed, so that a cycle ends.
const DEPTH: usize = 64;

/// The types and enumerations of a model by name, each type with its ancestors and descendants.
///
/// Names are looked up as they are spelled; [`named`](Self::named) alone forgives.
#[derive(Debug)]
pub struct TypeTree<'a> {
    types: &'a [TypeDef],
    positions: HashMap<&'a str, usize, RandomState>,
    enums: HashMap<&'a str, &'a EnumDef, RandomState>,
    /// Those of the type at each position.
    ancestors: Vec<Vec<usize>>,
    descendants: Vec<Vec<usize>>,
    namespace: &'a str,
    lowercase: OnceLock<HashMap<String, usize, RandomState>>,
}

impl<'a> TypeTree<'a> {
    /// Reads names and bases. Short names that [`named`](Self::named) is asked for mean those in `namespace`.
    pub fn new(types: &'a [TypeDef], enums: &'a [EnumDef], namespace: &'a str) -> Self {
        let positions: HashMap<_, _, _> = types.iter().map(|def| def.name.as_str()).zip(0..).collect();
        let base = |position: usize| {
            let base = types.get(position)?.base.as_ref()?.name()?;
            positions.get(base.as_str()).copied()
        };
        let chain = |position| iter::successors(base(position), |position| base(*position)).take(DEPTH).collect();
        let ancestors: Vec<Vec<usize>> = (0..types.len()).map(chain).collect();
        let mut descendants = vec![Vec::new(); types.len()];
        for (position, ancestors) in ancestors.iter().enumerate() {
            for ancestor in ancestors {
                if let Some(descendants) = descendants.get_mut(*ancestor) {
                    descendants.push(position);
                }
            }
        }
        let enums = enums.iter().map(|def| (def.name.as_str(), def)).collect();
        Self { types, positions, enums, ancestors, descendants, namespace, lowercase: OnceLock::new() }
    }

    /// The position of a type among the types of the model.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.positions.get(name).copied()
    }

    /// The object type of a full name.
    pub fn object(&self, name: &str) -> Option<&'a TypeDef> {
        self.types.get(self.position(name)?)
    }

    /// The enumeration of a full name.
    pub fn enumeration(&self, name: &str) -> Option<&'a EnumDef> {
        self.enums.get(name).copied()
    }

    /// The type that the value of an `@odata.type` names: with or without `#`, with or without the namespace, in
    /// whatever case.
    pub fn named(&self, text: &str) -> Option<&'a TypeDef> {
        let lowercase = self.lowercase.get_or_init(|| self.types.iter().map(|def| def.name.key()).zip(0..).collect());
        let name = text.trim().trim_start_matches('#').to_lowercase();
        let short = || lowercase.get(&format!("{}.{name}", self.namespace.to_lowercase()));
        self.types.get(*lowercase.get(&name).or_else(short)?)
    }

    /// The positions of a type and its ancestors, nearest first; none for a type that is not there.
    pub fn lineage(&self, name: &str) -> impl Iterator<Item = usize> + '_ {
        let position = self.position(name);
        let ancestors = position.and_then(|position| self.ancestors.get(position));
        position.into_iter().chain(ancestors.into_iter().flatten().copied())
    }

    /// The positions of all types derived from a type, in the order of the model.
    pub fn descendants(&self, name: &str) -> &[usize] {
        self.position(name).and_then(|position| self.descendants.get(position)).map_or(&[], Vec::as_slice)
    }

    /// A type and its ancestors, nearest first.
    pub fn line(&self, name: &str) -> impl Iterator<Item = &'a TypeDef> + '_ {
        self.lineage(name).filter_map(|position| self.types.get(position))
    }

    /// Whether a type is another one or inherits from it.
    pub fn is_a(&self, name: &TypeName, ancestor: &TypeName) -> bool {
        self.position(ancestor.as_str()).is_some_and(|ancestor| self.lineage(name.as_str()).any(|own| own == ancestor))
    }

    /// Whether one of the types is the other or inherits from it.
    pub fn are_related(&self, left: &TypeName, right: &TypeName) -> bool {
        self.is_a(left, right) || self.is_a(right, left)
    }

    /// A property or relationship of a type, of what it inherits from or else of a type derived from it.
    pub fn member(&self, name: &str, member: &str) -> Option<&'a Property> {
        let derived = self.descendants(name).iter().copied();
        let mut defs = self.lineage(name).chain(derived).filter_map(|position| self.types.get(position));
        defs.find_map(|def| def.properties.iter().chain(&def.navigation).find(|property| &*property.name == member))
    }

    /// Whether no page says what values of the type hold: they may hold anything.
    pub fn says_nothing(&self, name: &str) -> bool {
        let is_empty = |def: &TypeDef| def.properties.is_empty() && def.navigation.is_empty();
        self.position(name).is_some() && self.descendants(name).is_empty() && self.line(name).all(is_empty)
    }

    /// Whether values of the type may hold what it does not list: by design, or since no page says what it has.
    pub fn is_open(&self, name: &str) -> bool {
        self.line(name).any(|def| def.is_open) || self.says_nothing(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TypeRef;

    fn def(name: &str, base: Option<&str>, properties: &[&str]) -> TypeDef {
        TypeDef {
            base: base.map(TypeRef::named),
            properties: properties
                .iter()
                .map(|name| Property { name: (*name).into(), ..Property::default() })
                .collect(),
            ..TypeDef::new(TypeName::new(name))
        }
    }

    #[test]
    fn members_are_inherited_and_found_in_derived_types() {
        let types =
            [def("g.thing", None, &["id"]), def("g.shelf", Some("g.thing"), &["name"]), def("g.void", None, &[])];
        let tree = TypeTree::new(&types, &[], "g");
        let name = |text: &str| TypeName::new(text);
        assert!(tree.member("g.shelf", "id").is_some() && tree.member("g.thing", "name").is_some());
        assert!(tree.member("g.shelf", "other").is_none());
        assert!(tree.is_a(&name("g.shelf"), &name("g.thing")) && !tree.is_a(&name("g.thing"), &name("g.shelf")));
        assert!(tree.are_related(&name("g.thing"), &name("g.shelf")));
        assert!(tree.is_open("g.void") && !tree.is_open("g.thing"));
        assert_eq!(tree.named("#Shelf").map(|def| def.name.as_str()), Some("g.shelf"));
    }

    #[test]
    fn a_cycle_ends() {
        let types = [def("g.a", Some("g.b"), &[]), def("g.b", Some("g.a"), &[])];
        let tree = TypeTree::new(&types, &[], "g");
        assert!(tree.line("g.a").count() <= DEPTH + 1);
    }
}
