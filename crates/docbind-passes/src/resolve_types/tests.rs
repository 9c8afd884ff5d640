use docbind_ir::{
    Api, Code, Diagnostic, EnumDef, EnumMember, PageKind, PageSummary, Primitive, Property, Source, TypeDef, TypeName,
    TypeRef,
};

use super::resolve_types;

fn at(file: &str, line: u32) -> Source {
    Source { file: file.into(), line, ..Source::default() }
}

fn property(name: &str, ty: TypeRef) -> Property {
    Property { name: name.into(), ty, source: at("resources/x.md", 7), ..Property::default() }
}

fn def(name: &str, file: &str, properties: Vec<Property>) -> TypeDef {
    TypeDef { properties, source: at(file, 1), pages: vec![file.into()], ..TypeDef::new(TypeName::new(name)) }
}

fn resolve(types: Vec<TypeDef>, enums: Vec<EnumDef>) -> (Api, Vec<Diagnostic>) {
    let mut api = Api { namespace: "microsoft.graph".to_owned(), types, enums, ..Api::default() };
    let mut diagnostics = Vec::new();
    resolve_types(&mut api, &mut diagnostics);
    (api, diagnostics)
}

fn member(name: &str) -> EnumMember {
    EnumMember { name: name.into(), value: None, description: String::new(), source: Source::default() }
}

#[test]
fn a_bare_name_with_listed_values_becomes_an_enum_for_all_who_name_it() {
    let hue = |values: &[&str]| Property {
        values: values.iter().map(|value| (*value).into()).collect(),
        ..property("hue", TypeRef::unresolved("hueKind", None))
    };
    let (api, diagnostics) = resolve(
        vec![
            def("boat", "resources/boat.md", vec![hue(&[])]),
            def("crane", "resources/crane.md", vec![hue(&["red", "unknownFutureValue"]), hue(&["red", "blue"])]),
        ],
        Vec::new(),
    );
    assert_eq!(api.types[0].properties[0].ty, TypeRef::named("microsoft.graph.hueKind"));
    let [hue] = api.enums.as_slice() else { panic!("{:#?}", api.enums) };
    let names: Vec<_> = hue.members.iter().map(|member| &*member.name).collect();
    assert_eq!(names, ["red", "unknownFutureValue", "blue"]);
    assert!(hue.is_evolvable);
    assert_eq!(diagnostics.iter().filter(|one| one.code == Code::UnknownType).count(), 0);
}

#[test]
fn a_type_that_no_page_documents_is_reported_once() {
    let ghost =
        |line| Property { source: at("resources/boat.md", line), ..property("a", TypeRef::unresolved("Ghost", None)) };
    let other = Property { name: "b".into(), ..ghost(9) };
    let (api, diagnostics) = resolve(vec![def("boat", "resources/boat.md", vec![ghost(8), other])], Vec::new());
    assert_eq!(api.types[0].properties[0].ty, TypeRef::unresolved("Ghost", None));
    assert!(api.types[0].properties[0].ty.is_any());
    let [diagnostic] = diagnostics.as_slice() else { panic!("{diagnostics:#?}") };
    assert_eq!((diagnostic.code, diagnostic.primary.source.line), (Code::UnknownType, 8));
    assert_eq!(diagnostic.related[0].source.line, 9);
}

#[test]
fn types_whose_pages_are_not_there_are_reported_together() {
    let linked = |line, name: &str| Property {
        source: at("resources/boat.md", line),
        ..property(&format!("p{line}"), TypeRef::unresolved(name, Some(format!("resources/{name}.md").into())))
    };
    let message = |rows| {
        let page = PageSummary { file: "resources/boat.md".into(), title: "boat".into(), kind: PageKind::Resource };
        let types = vec![def("boat", "resources/boat.md", rows)];
        let mut api = Api { pages: vec![page], types, ..Api::default() };
        let mut diagnostics = Vec::new();
        resolve_types(&mut api, &mut diagnostics);
        let [diagnostic] = diagnostics.as_slice() else { panic!("{diagnostics:#?}") };
        (diagnostic.message.clone(), diagnostic.related.len())
    };
    let one = "no page documents the type `mast`: `resources/mast.md` is not there";
    assert_eq!(message(vec![linked(8, "mast"), linked(9, "mast")]), (one.to_owned(), 1));
    let two = "the pages of 2 types are not there: `mast`, `oar`";
    assert_eq!(message(vec![linked(8, "mast"), linked(9, "oar"), linked(10, "oar")]), (two.to_owned(), 1));
}

#[test]
fn a_type_on_several_pages_is_united_with_the_page_of_its_name_first() {
    let number = TypeRef::Primitive(Primitive::Int32);
    let (api, diagnostics) = resolve(
        vec![
            def(
                "Microsoft.Graph.Boat",
                "resources/admin-boat.md",
                vec![
                    property("id", TypeRef::STRING),
                    property("length", TypeRef::Primitive(Primitive::Boolean)),
                    property("owner", TypeRef::STRING),
                ],
            ),
            def(
                "microsoft.graph.boat",
                "resources/boat.md",
                vec![property("id", TypeRef::STRING), property("length", number.clone())],
            ),
        ],
        Vec::new(),
    );
    let [boat] = api.types.as_slice() else { panic!("{:#?}", api.types) };
    assert_eq!(boat.pages.len(), 2);
    let names: Vec<_> = boat.properties.iter().map(|property| &*property.name).collect();
    assert_eq!(names, ["id", "length", "owner"]);
    assert_eq!(boat.properties[1].ty, number);
    let codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, [Code::TypeConflict]);
}

#[test]
fn inherited_properties_are_left_to_the_base_and_rows_can_name_it() {
    let from_thing =
        Property { inherited_from: Some(TypeRef::unresolved("thing", None).into()), ..property("id", TypeRef::STRING) };
    let from_vessel = Property {
        inherited_from: Some(TypeRef::unresolved("vessel", None).into()),
        ..property("mast", TypeRef::STRING)
    };
    let vessel = TypeDef {
        base: Some(TypeRef::unresolved("thing", Some("resources/thing.md".into()))),
        ..def("vessel", "resources/vessel.md", vec![property("mast", TypeRef::STRING)])
    };
    let (api, diagnostics) = resolve(
        vec![
            def("boat", "resources/boat.md", vec![from_thing, from_vessel, property("keel", TypeRef::STRING)]),
            vessel,
            def("thing", "resources/thing.md", vec![property("id", TypeRef::STRING)]),
        ],
        Vec::new(),
    );
    assert_eq!(diagnostics, []);
    assert_eq!(api.types[0].base, Some(TypeRef::named("microsoft.graph.vessel")));
    let names: Vec<_> = api.types[0].properties.iter().map(|property| &*property.name).collect();
    assert_eq!(names, ["keel"]);
}

#[test]
fn a_cycle_of_bases_is_cut_and_reported() {
    let based = |name: &str, base: &str| TypeDef {
        base: Some(TypeRef::unresolved(base, None)),
        ..def(name, &format!("resources/{name}.md"), Vec::new())
    };
    let (api, diagnostics) = resolve(vec![based("a", "b"), based("b", "c"), based("c", "a")], Vec::new());
    assert_eq!(diagnostics.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::InheritanceCycle]);
    assert_eq!(api.types.iter().filter(|def| def.base.is_some()).count(), 2);
}

#[test]
fn enums_on_several_pages_are_united_and_types_win_over_enums() {
    let hue = |file: &str, members: &[&str]| EnumDef {
        members: members.iter().map(|name| member(name)).collect(),
        pages: vec![file.into()],
        source: at(file, 1),
        ..EnumDef::new(TypeName::new("microsoft.graph.hue"))
    };
    let boat = EnumDef::new(TypeName::new("microsoft.graph.boat"));
    let (api, _) = resolve(
        vec![def("boat", "resources/boat.md", Vec::new())],
        vec![hue("resources/a.md", &["red"]), hue("resources/b.md", &["Red", "blue"]), boat],
    );
    let [hue] = api.enums.as_slice() else { panic!("{:#?}", api.enums) };
    assert_eq!(hue.members.iter().map(|member| &*member.name).collect::<Vec<_>>(), ["red", "blue"]);
}

#[test]
fn the_page_of_a_base_names_its_derived_types() {
    let unresolved = |text: &str| TypeRef::unresolved(text, None);
    let base = TypeDef {
        derived: vec![unresolved("boat"), unresolved("crane"), unresolved("vehicle")],
        ..def("vehicle", "resources/vehicle.md", Vec::new())
    };
    let boat = TypeDef { base: Some(unresolved("entity")), ..def("boat", "resources/boat.md", Vec::new()) };
    let crane = TypeDef { base: Some(unresolved("boat")), ..def("crane", "resources/crane.md", Vec::new()) };
    let (api, _) = resolve(vec![base, boat, crane, def("entity", "resources/entity.md", Vec::new())], Vec::new());
    let bases: Vec<_> = api.types.iter().map(|def| def.base.as_ref().map(ToString::to_string)).collect();
    let (vehicle, boat) = (Some("microsoft.graph.vehicle".to_owned()), Some("microsoft.graph.boat".to_owned()));
    assert_eq!(bases, [None, vehicle, boat, None]);
}
