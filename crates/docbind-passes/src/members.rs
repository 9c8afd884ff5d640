//! What an object type has, with what it inherits and what its derived types add.

use std::collections::HashMap;

use docbind_ir::{Api, EnumDef, Primitive, Property, Rule, TypeDef, TypeName, TypeRef, Unresolved, is_annotation};
use serde_json::Value;

use crate::inheritance::Ancestry;
use crate::type_index::TypeIndex;

/// The members of all object types of a model.
pub(crate) struct Members<'a> {
    /// Each type with what it inherits from, itself first.
    types: HashMap<&'a TypeName, Vec<&'a TypeDef>>,
    enums: HashMap<&'a TypeName, &'a EnumDef>,
    derived: HashMap<TypeName, Vec<&'a TypeDef>>,
    /// What the types say about properties of a name: the type they agree on, and how many they are.
    by_property: HashMap<&'a str, (Option<&'a TypeRef>, usize)>,
    index: &'a TypeIndex,
}

impl<'a> Members<'a> {
    /// Reads all types and enums.
    pub(crate) fn new(api: &'a Api, index: &'a TypeIndex) -> Self {
        let ancestry = Ancestry::new(&api.types);
        let mut derived: HashMap<TypeName, Vec<&TypeDef>> = HashMap::new();
        for def in &api.types {
            for ancestor in ancestry.ancestors(&def.name) {
                derived.entry(ancestor.clone()).or_default().push(def);
            }
        }
        let mut by_property: HashMap<&str, (Option<&TypeRef>, usize)> = HashMap::new();
        for row in api.types.iter().flat_map(|def| &def.properties) {
            let (ty, count) = by_property.entry(&row.name).or_insert((Some(&row.ty), 0));
            *ty = ty.filter(|ty| **ty == row.ty);
            *count += 1;
        }
        let defs: HashMap<&TypeName, &TypeDef> = api.types.iter().map(|def| (&def.name, def)).collect();
        let chain = |def: &'a TypeDef| {
            let ancestors = ancestry.ancestors(&def.name).iter().filter_map(|name| defs.get(name).copied());
            (&def.name, std::iter::once(def).chain(ancestors).collect())
        };
        let types = api.types.iter().map(chain).collect();
        let enums = api.enums.iter().map(|def| (&def.name, def)).collect();
        Self { types, enums, derived, by_property, index }
    }

    /// An object type.
    pub(crate) fn object(&self, name: &TypeName) -> Option<&'a TypeDef> {
        self.types.get(name)?.first().copied()
    }

    /// An enum.
    pub(crate) fn enumeration(&self, name: &TypeName) -> Option<&'a EnumDef> {
        self.enums.get(name).copied()
    }

    /// A property or relationship of a type, of what it inherits from or else of a type derived from it; case does not
    /// matter.
    pub(crate) fn find_derived(&self, name: &TypeName, member: &str) -> Option<&'a Property> {
        self.declared(name, member).map(|(_, property)| property)
    }

    /// The same, with the type that declares it.
    pub(crate) fn declared(&self, name: &TypeName, member: &str) -> Option<(&'a TypeName, &'a Property)> {
        let own = |def: &&'a TypeDef| Some((&def.name, own_member(def, member)?));
        let found = self.types.get(name)?.iter().find_map(own);
        found.or_else(|| self.derived.get(name)?.iter().find_map(own))
    }

    /// A property of a type or of what it inherits from, relationships left out.
    pub(crate) fn structural(&self, name: &TypeName, property: &str) -> Option<&'a Property> {
        let mut rows = self.types.get(name)?.iter().flat_map(|def| &def.properties);
        rows.find(|row| row.name.eq_ignore_ascii_case(property))
    }

    /// Whether only the JSON representation has a property of a type whose properties a table lists.
    pub(crate) fn is_left_out(&self, owner: &TypeName, property: &Property) -> bool {
        let Some(lineage) = self.types.get(owner).filter(|_| property.source.rule == Rule::Json) else { return false };
        let mut rows = lineage.iter().flat_map(|def| def.properties.iter().chain(&def.navigation));
        let has_table = rows.clone().any(|row| row.source.rule == Rule::Table);
        has_table && !rows.any(|row| row.name == property.name && row.source.rule != Rule::Json)
    }

    /// Whether no page says what values of the type hold: they may hold anything.
    pub(crate) fn says_nothing(&self, name: &TypeName) -> bool {
        let is_empty = |def: &&TypeDef| def.properties.is_empty() && def.navigation.is_empty();
        self.types.get(name).is_some_and(|lineage| lineage.iter().all(is_empty)) && !self.derived.contains_key(name)
    }

    /// Whether one of the types is the other or inherits from it.
    pub(crate) fn are_related(&self, left: &TypeName, right: &TypeName) -> bool {
        let is_a = |name: &TypeName, ancestor: &TypeName| {
            self.types.get(name).is_some_and(|lineage| lineage.iter().any(|def| def.name == *ancestor))
        };
        is_a(left, right) || is_a(right, left)
    }

    /// Whether a type or one derived from it has a member, annotations aside.
    pub(crate) fn knows(&self, name: &TypeName, member: &str) -> bool {
        is_annotation(member) || self.find_derived(name, member).is_some()
    }

    /// The type that all types give to a property of this name, when several have it.
    pub(crate) fn agreed(&self, property: &str) -> Option<&'a TypeRef> {
        let (ty, count) = self.by_property.get(property)?;
        ty.filter(|_| *count > 1)
    }

    /// The type that is called like a property, in the default namespace or the only one that has it.
    pub(crate) fn named_like(&self, property: &str) -> Option<TypeRef> {
        let reference = Unresolved { text: property.into(), link: None };
        self.index.find(&reference, "").cloned().map(TypeRef::Named)
    }

    /// Whether a value can be one of this type, as far as its JSON kinds and the names of its members tell.
    pub(crate) fn accepts(&self, ty: &TypeRef, value: &Value) -> bool {
        use Primitive::{Boolean, Byte, Decimal, Double, Int16, Int32, Int64, Single, Untyped};
        match (ty, value) {
            (_, Value::Null) | (TypeRef::Primitive(Untyped) | TypeRef::Unresolved(_), _) => true,
            (TypeRef::Collection(inner), Value::Array(items)) => items.iter().all(|item| self.accepts(inner, item)),
            (TypeRef::Collection(_), _) | (_, Value::Array(_)) => false,
            (TypeRef::Named(name), Value::String(_)) => self.enumeration(name).is_some(),
            (TypeRef::Named(_), Value::Object(object)) => self.fits(ty, object.keys().map(String::as_str)),
            (TypeRef::Primitive(Boolean), value) => value.is_boolean(),
            (TypeRef::Primitive(Byte | Int16 | Int32 | Int64 | Single | Double | Decimal), value) => {
                value.is_number() || value.is_string()
            }
            (TypeRef::Primitive(_), value) => value.is_string(),
            _ => false,
        }
    }

    /// Whether a type is what these names belong to: it has at least half of them, annotations aside.
    pub(crate) fn fits<'n>(&self, ty: &TypeRef, names: impl IntoIterator<Item = &'n str>) -> bool {
        let TypeRef::Named(name) = ty else { return false };
        let (mut known, mut unknown) = (0, 0);
        for member in names.into_iter().filter(|name| !is_annotation(name)) {
            if self.find_derived(name, member).is_some() {
                known += 1;
            } else {
                unknown += 1;
            }
        }
        known >= unknown && known > 0
    }
}

fn own_member<'a>(def: &'a TypeDef, member: &str) -> Option<&'a Property> {
    let mut rows = def.properties.iter().chain(&def.navigation);
    rows.find(|row| row.name.eq_ignore_ascii_case(member))
}
