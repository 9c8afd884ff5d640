//! What an object type has, with what it inherits and what its derived types add.

use std::sync::OnceLock;

use docbind_ir::{Api, EnumDef, Primitive, Property, Rule, TypeDef, TypeName, TypeRef, TypeTree, is_annotation};
use foldhash::{HashMap, HashMapExt};
use serde_json::Value;

use crate::type_names::TypeNames;

/// The members of all object types of a model.
pub(crate) struct Members<'a> {
    api: &'a Api,
    names: &'a TypeNames,
    tree: TypeTree<'a>,
    /// The members that each type itself lists.
    rows: Vec<Rows<'a>>,
    /// What the types say about properties of a name: the type they agree on, and how many they are.
    by_property: OnceLock<HashMap<&'a str, (Option<&'a TypeRef>, usize)>>,
    /// How many members there are.
    count: usize,
}

/// A type with more members than this has them looked up by name; fewer are found sooner by looking at each.
const FEW: usize = 64;

/// The members that a type itself lists.
struct Rows<'a> {
    def: &'a TypeDef,
    /// The number of the first one.
    first: usize,
    /// The place of each name in lower case among them, when they are many.
    places: OnceLock<HashMap<String, usize>>,
}

/// A property or relationship.
#[derive(Clone, Copy)]
pub(crate) struct Member<'a> {
    /// The type that declares it.
    pub(crate) owner: &'a TypeName,
    pub(crate) property: &'a Property,
    /// Its place among the members of all types.
    pub(crate) number: usize,
}

impl<'a> Members<'a> {
    /// Reads all types and enums.
    pub(crate) fn new(api: &'a Api, names: &'a TypeNames) -> Self {
        let mut count = 0;
        let numbered = |def: &'a TypeDef| {
            let first = count;
            count += def.properties.len() + def.navigation.len();
            Rows { def, first, places: OnceLock::new() }
        };
        let rows = api.types.iter().map(numbered).collect();
        let tree = TypeTree::new(&api.types, &api.enums, &api.namespace);
        Self { api, names, tree, rows, by_property: OnceLock::new(), count }
    }

    /// How many members all types have.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// An object type.
    pub(crate) fn object(&self, name: &TypeName) -> Option<&'a TypeDef> {
        self.tree.object(name.as_str())
    }

    /// The object type of a full name.
    pub(crate) fn object_called(&self, name: &str) -> Option<&'a TypeDef> {
        self.tree.object(name)
    }

    /// An enum.
    pub(crate) fn enumeration(&self, name: &TypeName) -> Option<&'a EnumDef> {
        self.tree.enumeration(name.as_str())
    }

    /// A property or relationship of a type, of what it inherits from or else of a type derived from it; case does not
    /// matter.
    pub(crate) fn find_derived(&self, name: &TypeName, member: &str) -> Option<&'a Property> {
        self.declared(name, member).map(|member| member.property)
    }

    /// The same, with the type that declares it.
    pub(crate) fn declared(&self, name: &TypeName, member: &str) -> Option<Member<'a>> {
        let derived = self.tree.descendants(name.as_str()).iter().copied();
        let mut rows = self.tree.lineage(name.as_str()).chain(derived).filter_map(|position| self.rows.get(position));
        rows.find_map(|rows| rows.find(member))
    }

    /// A property of a type or of what it inherits from, relationships left out.
    pub(crate) fn structural(&self, name: &TypeName, property: &str) -> Option<&'a Property> {
        let mut rows = self.tree.line(name.as_str()).flat_map(|def| &def.properties);
        rows.find(|row| row.name.eq_ignore_ascii_case(property))
    }

    /// Whether only the JSON representation has a property of a type whose properties a table lists.
    pub(crate) fn is_left_out(&self, owner: &TypeName, property: &Property) -> bool {
        if property.source.rule != Rule::Json {
            return false;
        }
        let rows = || self.tree.line(owner.as_str()).flat_map(|def| def.properties.iter().chain(&def.navigation));
        let has_table = rows().any(|row| row.source.rule == Rule::Table);
        has_table && !rows().any(|row| row.name == property.name && row.source.rule != Rule::Json)
    }

    /// Whether no page says what values of the type hold: they may hold anything.
    pub(crate) fn says_nothing(&self, name: &TypeName) -> bool {
        self.tree.says_nothing(name.as_str())
    }

    /// Whether one of the types is the other or inherits from it.
    pub(crate) fn are_related(&self, left: &TypeName, right: &TypeName) -> bool {
        self.tree.are_related(left, right)
    }

    /// Whether a type or one derived from it has a member, annotations aside.
    pub(crate) fn knows(&self, name: &TypeName, member: &str) -> bool {
        is_annotation(member) || self.find_derived(name, member).is_some()
    }

    /// The type that all types give to a property of this name, when several have it.
    pub(crate) fn agreed(&self, property: &str) -> Option<&'a TypeRef> {
        let (ty, count) = self.by_property.get_or_init(|| by_property(self.api)).get(property)?;
        ty.filter(|_| *count > 1)
    }

    /// The type that is called like a property, in the default namespace or the only one that has it.
    pub(crate) fn named_like(&self, property: &str) -> Option<TypeRef> {
        self.names.find_words(property, "").cloned().map(TypeRef::Named)
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
        matches!(ty, TypeRef::Named(name) if self.fits_type(name, names))
    }

    /// The same for the type of a name.
    pub(crate) fn fits_type<'n>(&self, name: &TypeName, names: impl IntoIterator<Item = &'n str>) -> bool {
        let names = names.into_iter().filter(|name| !is_annotation(name));
        are_mostly_known(names.map(|member| self.find_derived(name, member).is_some()))
    }
}

/// Whether at least half of some members are known, and one of them is.
pub(crate) fn are_mostly_known(members: impl Iterator<Item = bool>) -> bool {
    let (mut known, mut unknown) = (0, 0);
    for is_known in members {
        if is_known {
            known += 1;
        } else {
            unknown += 1;
        }
    }
    known >= unknown && known > 0
}

impl<'a> Rows<'a> {
    fn find(&self, member: &str) -> Option<Member<'a>> {
        let Self { def, first, .. } = *self;
        let mut rows = def.properties.iter().chain(&def.navigation);
        let place = if def.properties.len() + def.navigation.len() > FEW {
            self.places().get(&member.to_ascii_lowercase()).copied()?
        } else {
            rows.clone().position(|row| row.name.eq_ignore_ascii_case(member))?
        };
        Some(Member { owner: &def.name, property: rows.nth(place)?, number: first + place })
    }

    fn places(&self) -> &HashMap<String, usize> {
        self.places.get_or_init(|| {
            let mut places = HashMap::new();
            for (place, row) in self.def.properties.iter().chain(&self.def.navigation).enumerate() {
                places.entry(row.name.to_ascii_lowercase()).or_insert(place);
            }
            places
        })
    }
}

fn by_property(api: &Api) -> HashMap<&str, (Option<&TypeRef>, usize)> {
    let mut by_property: HashMap<&str, (Option<&TypeRef>, usize)> = HashMap::new();
    for row in api.types.iter().flat_map(|def| &def.properties) {
        let (ty, count) = by_property.entry(&row.name).or_insert((Some(&row.ty), 0));
        *ty = ty.filter(|ty| **ty == row.ty);
        *count += 1;
    }
    by_property
}
