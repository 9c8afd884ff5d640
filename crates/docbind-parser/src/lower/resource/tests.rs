use super::*;

fn set() -> SetContext {
    SetContext { namespace: "microsoft.graph".to_owned(), ..SetContext::default() }
}

fn read(markdown: &str) -> (Vec<TypeDef>, Vec<Diagnostic>) {
    let (page, _) = crate::parse("resources/boat.md".into(), markdown, &());
    resources(&page, &set())
}

fn one(markdown: &str) -> TypeDef {
    let (mut types, _) = read(markdown);
    assert_eq!(types.len(), 1, "{types:#?}");
    types.remove(0)
}

fn properties(def: &TypeDef) -> Vec<String> {
    def.properties.iter().map(|property| format!("{}: {}", property.name, property.ty)).collect()
}

const ANNOTATED: &str = "## JSON representation\n\n<!-- {\n  \"blockType\": \"resource\",\n  \"keyProperty\": \"id\",\n  \
    \"@odata.type\": \"#microsoft.graph.fleet.boat\",\n  \"baseType\": \"microsoft.graph.entity\",\n  \"openType\": \"true\"\n}\n-->\n\
    ``` json\n{\n  \"@odata.type\": \"#microsoft.graph.fleet.boat\",\n  \"id\": \"String (identifier)\",\n  \"length\": 12.5,\n  \
    \"built\": \"String (timestamp)\"\n}\n```\n";

#[test]
fn the_annotation_names_the_type() {
    let def = one(&format!(
        "# ship resource type\n\nNamespace: microsoft.graph\n\nA boat. It has:\n\n- a hull\n- a mast\n\n## Properties\n\n|Property|Type|Description|\n|:--|:--|:--|\n\
         |id|String|The id. Read-only.|\n|length|Double|The length.|\n|built|DateTimeOffset|When.|\n\n{ANNOTATED}"
    ));
    assert_eq!(def.name.as_str(), "microsoft.graph.fleet.boat");
    assert_eq!(def.base, Some(TypeRef::unresolved("microsoft.graph.entity", None)));
    assert!(def.is_open && !def.is_abstract);
    assert_eq!(def.key.as_deref(), Some("id"));
    assert_eq!(def.description, "A boat. It has:\n\n- a hull\n- a mast");
    assert_eq!(properties(&def), ["id: String", "length: Double", "built: DateTimeOffset"]);
    assert!(def.properties[0].key && def.properties[0].read_only && !def.properties[0].undocumented);
}

#[test]
fn the_title_and_the_namespace_line_name_a_type_without_annotation() {
    let def = one(
        "# **boat** resource type\n\nNamespace: microsoft.graph.fleet\n\n## Properties\n\n| Name | Type | Description\n|:--|:--|:--\n| id | string | The id.\n",
    );
    assert_eq!(def.name.as_str(), "microsoft.graph.fleet.boat");
    assert_eq!(properties(&def), ["id: String"]);
}

#[test]
fn the_json_representation_stands_in_for_a_missing_table() {
    let def = one(
        "# boat resource type\n\n## JSON representation\n\n<!-- { \"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.boat\" } -->\n\
         ```json\n{\n  \"name\": \"String\",\n  \"crew\": [{ \"@odata.type\": \"microsoft.graph.sailor\" }],\n  \"size\": \"Int32\",\n  \
         \"when\": \"String (timestamp)\",\n  \"kind\": \"sail | row\",\n  \"owner\": {\"@odata.type\": \"#microsoft.graph.user\"},\n  \
         \"on\": true,\n  \"tags\": [\"string\"]\n}\n```\n",
    );
    assert_eq!(
        properties(&def),
        [
            "name: String",
            "crew: Collection(microsoft.graph.sailor?)",
            "size: Int32",
            "when: DateTimeOffset",
            "kind: String",
            "owner: microsoft.graph.user?",
            "on: Boolean",
            "tags: Collection(String)"
        ]
    );
    assert!(def.properties.iter().all(|property| property.undocumented));
    assert_eq!(def.properties[4].values.join(" "), "sail row");
    assert_eq!((def.properties[0].source.line, def.properties[0].source.rule), (8, Rule::Json));
}

#[test]
fn the_json_representation_completes_the_table() {
    let def = one(
        "# boat resource type\n\n## Properties\n\n|Property|Type|Description|\n|---|---|---|\n|tags|String collection|x|\n|owner|String|x|\n|any||x|\n\n\
         ## JSON representation\n\n<!-- { \"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.boat\" } -->\n\
         ```json\n{ \"tags\": \"String\", \"owner\": \"Guid\", \"any\": \"Boolean\", \"extra\": \"String\", \"String-value\": true }\n```\n",
    );
    assert_eq!(properties(&def), ["tags: String", "owner: Guid", "any: Boolean", "extra: String"]);
    assert!(def.properties[3].undocumented);
}

#[test]
fn an_open_type_without_a_table_has_no_properties_of_its_own() {
    let def = one("# marks resource type\n\nThis is an _open type_.\n\n## JSON representation\n\n\
         <!-- { \"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.marks\" } -->\n```json\n{ \"Red\": true }\n```\n");
    assert!(def.is_open && def.properties.is_empty());
}

#[test]
fn relationships_have_a_table_of_their_own() {
    let def = one(
        "# boat resource type\n\n## Properties\n\n|Relationship|Type|Description|\n|---|---|---|\n|id|String|x|\n|crew|[sailor](sailor.md) collection|x|\n\n\
         ## Relationships\n\n|Relationship|Type|Description|\n|:--|:--|:--|\n|None|||\n|crew|[sailor](sailor.md) collection|The crew.|\n|**Docks**|||\n|dock|[dock](dock.md)|x|\n",
    );
    assert_eq!(properties(&def), ["id: String"]);
    let navigation: Vec<_> = def.navigation.iter().map(|property| &*property.name).collect();
    assert_eq!(navigation, ["crew", "dock"]);
}

#[test]
fn tables_of_other_sections_are_not_properties() {
    let def = one(
        "# boat resource type\n\n## Methods\n\n|Method|Return Type|Description|\n|---|---|---|\n|[Get](../api/boat-get.md)|[boat](boat.md)|x|\n\n\
         ## Properties\n\n|Property|Type|Description|\n|---|---|---|\n|id|String|x|\n\n### Properties of a boat definition\n\n\
         |Property|Type|Description|\n|---|---|---|\n|Version|Int32|x|\n",
    );
    assert_eq!(properties(&def), ["id: String"]);
}

#[test]
fn bases_and_derived_types() {
    let page = |text: &str| {
        one(&format!(
            "# boat resource type\n\n{text}\n\n## Properties\n\n|Property|Type|Description|\n|--|--|--|\n|id|String|The id. Inherited from [entity](entity.md)|\n"
        ))
    };
    let base = |text: &str| page(text).base.map(|base| base.to_string());
    assert_eq!(base("Inherits from [vehicle](vehicle.md).").as_deref(), Some("vehicle?"));
    assert_eq!(base("A boat.").as_deref(), Some("entity?"));
    let def = page("An abstract base class; the derived types are [sloop](sloop.md) and [ketch](ketch.md).");
    assert!(def.is_abstract);
    let names: Vec<_> = def.derived.iter().map(ToString::to_string).collect();
    assert_eq!(names, ["sloop?", "ketch?"]);
    let def = page(
        "A boat.\n\n## Derived types\n\n|Type|Description|\n|--|--|\n|[sloop](sloop.md)|One mast, unlike a [ketch](ketch.md).|",
    );
    assert_eq!(def.derived.len(), 1);
}

#[test]
fn a_deprecated_type() {
    let def = one(
        "# boat resource type (deprecated)\n\n> [!CAUTION]\n> This resource is deprecated and stops on June 30, 2024.\n\n## Properties\n\n|Property|Type|Description|\n|--|--|--|\n|id|String|x|\n",
    );
    assert!(def.deprecation.is_some());
}

#[test]
fn values_listed_below_a_heading_belong_to_the_property() {
    let def = one(
        "# boat resource type\n\n## Properties\n\n|Property|Type|Description|\n|--|--|--|\n|scope|String|x|\n\n## Scope options\n\n|Value|Description|\n|--|--|\n|`near`|x|\n|far|x|\n",
    );
    assert_eq!(def.properties[0].values.join(" "), "near far");
}

#[test]
fn a_property_with_two_types_is_reported() {
    let (types, diagnostics) = read(
        "# boat resource type\n\n## Properties\n\n|Property|Type|Description|\n|--|--|--|\n|id|String|x|\n|id|Int32|x|\n|id|String|x|\n",
    );
    assert_eq!(types[0].properties.len(), 1);
    assert_eq!(diagnostics.len(), 1);
    assert_eq!((diagnostics[0].code, diagnostics[0].related.len()), (Code::DuplicateProperty, 1));
}

#[test]
fn pages_that_are_no_resources() {
    for text in ["# Overview\n\nHow to sail.\n", "# Get boat\n\n## Response\n\n```json\n{ \"id\": \"1\" }\n```\n", ""] {
        assert!(read(text).0.is_empty(), "{text}");
    }
}
