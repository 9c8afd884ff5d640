use super::*;

fn read(markdown: &str) -> (Vec<EnumDef>, Vec<Diagnostic>) {
    let set = SetContext { namespace: "microsoft.graph".to_owned(), ..SetContext::default() };
    let (page, _) = crate::parse("resources/enums.md".into(), markdown, &());
    enums(&page, &set, &[])
}

fn show(def: &EnumDef) -> String {
    let members: Vec<String> = def
        .members
        .iter()
        .map(|member| match member.value {
            Some(value) => format!("{}={value}", member.name),
            None => member.name.to_string(),
        })
        .collect();
    format!("{}: {}", def.name, members.join(" "))
}

#[test]
fn a_page_for_one_enumeration() {
    let (enums, _) = read(
        "# hullKind enum type\n\nNamespace: microsoft.graph.fleet\n\nKinds of hulls.\n\n## Members\n|Member|Value|Description|\n|:---|:---|:---|\n\
         |steel|0|Not yet documented|\n|**wood**|1|x|\n|`unknownFutureValue`|2|x|\n",
    );
    assert_eq!(
        enums.iter().map(show).collect::<Vec<_>>(),
        ["microsoft.graph.fleet.hullKind: steel=0 wood=1 unknownFutureValue=2"]
    );
    assert!(enums[0].is_evolvable && !enums[0].is_flags);
    assert_eq!(enums[0].pages[0].as_ref(), "resources/enums.md");
    assert_eq!(enums[0].description, "Kinds of hulls.");
    assert_eq!(enums[0].members[0].source.line, 10);
}

#[test]
fn a_page_for_many_enumerations() {
    let (enums, _) = read(
        "# Enum values\n\nNamespace: microsoft.graph.fleet\n\n### hullKind values\n\n| Member\n|:------\n| steel\n| wood\n\n\
         ### paperSize values\n\n|Value|Description|\n|---|---|\n|JIS B4|x|\n|North America 5x7in|x|\n\n### sailState value\n\n\
         |Member|Member|\n|---|---|\n|up|up|\n\n### rigOptions values\n\n|Member|int value|Description|\n|---|---|---|\n|a|1|x|\n|b|2|x|\n|c|4|x|\n",
    );
    assert_eq!(
        enums.iter().map(show).collect::<Vec<_>>(),
        [
            "microsoft.graph.fleet.hullKind: steel wood",
            "microsoft.graph.fleet.paperSize: JIS B4 North America 5x7in",
            "microsoft.graph.fleet.sailState: up",
            "microsoft.graph.fleet.rigOptions: a=1 b=2 c=4"
        ]
    );
    assert_eq!(enums[0].pages[0].as_ref(), "resources/enums.md#hullkind-values");
    assert!(enums[3].is_flags);
}

#[test]
fn members_in_lists_and_sentences() {
    let (enums, _) = read(
        "# x\n\n## hullKind values\n\n- `steel`: heavy\n- `wood`\n\n## sailKind values\n\nPossible values are: `main`, `jib`. This is a multi-valued enum.\n",
    );
    assert_eq!(
        enums.iter().map(show).collect::<Vec<_>>(),
        ["microsoft.graph.hullKind: steel wood", "microsoft.graph.sailKind: main jib"]
    );
    assert!(enums[1].is_flags);
}

#[test]
fn headings_that_name_no_enumeration() {
    let (enums, diagnostics) = read(
        "# x\n\n## Return values\n\n|Value|Description|\n|---|---|\n|a|x|\n\n## Group visibility options\n\n|Value|Description|\n|---|---|\n|b|x|\n",
    );
    assert!(enums.is_empty() && diagnostics.is_empty(), "{enums:?}");
}

#[test]
fn an_enumeration_without_members_is_reported() {
    let (enums, diagnostics) = read("# hullKind enum type\n\n## Members\n\nNone yet.\n");
    assert!(enums.is_empty());
    assert_eq!(diagnostics[0].code, Code::EmptyEnum);
}

#[test]
fn values_of_a_text_property_are_no_enumeration() {
    let markdown = "# boat resource type\n\n## Properties\n\n|Property|Type|Description|\n|--|--|--|\n|hullKind|String|x|\n|rig|[rigKind](#rigkind-values)|x|\n\n\
        ### hullKind values\n\n|Value|\n|--|\n|steel|\n\n### rigKind values\n\n|Value|\n|--|\n|sloop|\n";
    let set = SetContext { namespace: "microsoft.graph".to_owned(), ..SetContext::default() };
    let (page, _) = crate::parse("resources/boat.md".into(), markdown, &());
    let (types, _) = crate::lower::resource::resources(&page, &set);
    let (enums, _) = enums(&page, &set, &types);
    assert_eq!(enums.iter().map(show).collect::<Vec<_>>(), ["microsoft.graph.rigKind: sloop"]);
    assert_eq!(types[0].properties[0].values.join(" "), "steel");
}
