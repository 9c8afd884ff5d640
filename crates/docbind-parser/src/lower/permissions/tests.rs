use docbind_ir::Alternative;

use super::*;
use crate::lower::path::template;

fn set() -> SetContext {
    SetContext { namespace: "microsoft.graph".to_owned(), ..SetContext::default() }
}

fn page(markdown: &str) -> (PagePermissions, Vec<Diagnostic>) {
    let (page, _) = crate::parse("api/boat-get.md".into(), markdown, &());
    permissions(&page, &set())
}

fn show(alternative: &Alternative) -> String {
    let least = if alternative.least { "!" } else { "" };
    let star = if alternative.has(ConditionKind::ResourceSpecific) { "*" } else { "" };
    let scenario = alternative.conditions.iter().filter(|one| one.kind != ConditionKind::ResourceSpecific);
    let scenario: String = scenario.map(|one| format!(" {{{one}}}")).collect();
    format!("{}{star}{least}{scenario}", alternative.permissions.join("+"))
}

/// The permissions of one request, a line for each scheme.
fn of(permissions: &PagePermissions, request: &str) -> Vec<String> {
    let (method, url) = request.split_once(' ').unwrap();
    let path = template(url, "microsoft.graph").map(|template| template.path).ok().unwrap();
    let table = permissions.for_operation(method.parse().unwrap(), &path);
    let line = |(scheme, requirement): (&Scheme, &Requirement)| {
        let listed: Vec<String> = requirement.alternatives.iter().map(show).collect();
        let verdict = match requirement.status {
            Status::Supported => listed.join(" | "),
            status => format!("{status:?}"),
        };
        format!("{}: {verdict}", scheme.kebab())
    };
    table.schemes.iter().map(line).collect()
}

fn read(markdown: &str) -> Vec<String> {
    of(&page(markdown).0, "GET /boats/{id}")
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<&'static str> {
    diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect()
}

#[test]
fn a_list_that_is_cut_is_reported() {
    let cell = |count: usize| (0..count).map(|number| format!("Boat{number}.Read")).collect::<Vec<_>>().join(", ");
    let codes = |cell: &str| {
        let table = format!(
            "# Get\n\n## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n\
             |Application|{cell}|\n\n## HTTP request\n\n```http\nGET /boats/{{id}}\n```\n"
        );
        page(&table).1.iter().filter(|finding| finding.code == Code::LimitReached).count()
    };
    assert_eq!(codes(&cell(200)), 0);
    assert_eq!(codes(&cell(201)), 1);
    assert_eq!(codes(&format!("{} + {}", cell(10), cell(30))), 1);
}

#[test]
fn two_columns_from_least_to_most() {
    let text = "# Get boat\n\n## Permissions\n\n\
        | Permission type | Permissions (from least to most privileged) |\n|:---|:---|\n\
        | Delegated (work or school account) | Boat.Read, Boat.ReadWrite |\n\
        | Delegated (personal Microsoft account | Not supported. |\n| Application | Boat.Read.All |\n";
    let (permissions, diagnostics) = page(text);
    assert_eq!(
        of(&permissions, "GET /boats/{id}"),
        [
            "delegated-work: Boat.Read! | Boat.ReadWrite",
            "delegated-personal: NotSupported",
            "application: Boat.Read.All!"
        ]
    );
    assert!(diagnostics.is_empty());
}

#[test]
fn two_columns_from_most_to_least() {
    let text = "## Prerequisites\n\n|Permission type|Permissions (from most to least privileged)|\n|:---|:---|\n\
        |Delegated (work or school account)|Boat.ReadWrite.All, Boat.Read.All|\n";
    assert_eq!(read(text), ["delegated-work: Boat.Read.All! | Boat.ReadWrite.All"]);
}

#[test]
fn two_columns_in_no_order() {
    let text = "## Permissions\n\n|Permission type|Permissions|\n|---|---|\n|Delegated (work or school account)|Boat.A, Boat.B|\n\
        |Application|Boat.C|\n";
    assert_eq!(read(text), ["delegated-work: Boat.A | Boat.B", "application: Boat.C!"]);
}

#[test]
fn least_and_higher_columns() {
    let text = "## Permissions\n\n|Permission type|Least privileged permissions|Higher privileged permissions|\n|:--|:--|:--|\n\
        |Delegated (work or school account)|Boat.Read|Boat.ReadWrite, Fleet.Read|\n\
        |Delegated (personal Microsoft account)|Not supported.|Not supported.|\n\
        |Application|Boat.Read.All, Boat.Own|Not available.|\n";
    assert_eq!(
        read(text),
        [
            "delegated-work: Boat.Read! | Boat.ReadWrite | Fleet.Read",
            "delegated-personal: NotSupported",
            "application: Boat.Read.All! | Boat.Own!"
        ]
    );
}

#[test]
fn a_column_for_oneself_and_one_for_others() {
    let text = "## Permissions\n\n\
        |Permission type|Permissions acting on self (from least to most privileged)|Permissions acting on others (from least to most privileged)|\n\
        |:--|:--|:--|\n|Delegated (work or school account)|Boat.Read|Boat.Read.All, Boat.ReadWrite.All|\n\
        |Application|Not supported.|Boat.Read.All|\n";
    assert_eq!(
        read(text),
        [
            "delegated-work: Boat.Read! {acting on self} | Boat.Read.All! {acting on others} | Boat.ReadWrite.All {acting on others}",
            "application: Boat.Read.All! {acting on others}"
        ]
    );
}

#[test]
fn schemes_as_columns_by_resource() {
    let text = "## Permissions\n\n\
        | Supported resource | Delegated (work or school account) | Delegated (personal Microsoft account) | Application |\n\
        |:--|:--|:--|:--|\n\
        | [boat](../resources/boat.md) | Boat.Read | Boat.Read | Boat.Read.All |\n\
        | [club boat](../resources/boat.md) | Club.Read | Not supported | Not supported |\n\
        | [group boat](../resources/boat.md) | Group.Read.All | Not supported | Not supported |\n\
        | [sailFolder](../resources/sailfolder.md) | Sail.Read | Sail.Read | Sail.Read |\n";
    let (permissions, _) = page(text);
    let work = |request| of(&permissions, request).remove(0);
    assert_eq!(work("GET /groups/{id}/boats/{id}/notes"), "delegated-work: Group.Read.All!");
    assert_eq!(work("GET /me/boats/{id}/sailFolders/{id}/notes"), "delegated-work: Sail.Read!");
    let all = work("GET /notes");
    assert!(all.contains("Boat.Read! {boat}") && all.contains("Sail.Read! {sailFolder}"), "{all}");
}

#[test]
fn a_labelled_list_is_for_the_paths_of_its_resource() {
    let text = "## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|---|---|\n\
        |Application|For **boat** or **raft** resource:<br/>Boat.Read, Boat.Write<br/><br/>For **harbour** resource:<br/>Harbour.Read|\n";
    let (permissions, _) = page(text);
    let least = |permissions: &PagePermissions, request| -> Vec<String> {
        let line = of(permissions, request).remove(0).replace("application: ", "");
        line.split(" | ").filter_map(|one| Some(one.split_once('!')?.0.to_owned())).collect()
    };
    assert!(of(&permissions, "GET /harbours/{id}/flag")[0].starts_with("application: Harbour.Read!"));
    assert_eq!(least(&permissions, "GET /harbours/{id}/flag"), ["Harbour.Read"]);
    assert_eq!(least(&permissions, "GET /harbours/{id}/boats/{id}/flag"), ["Boat.Read"]);
    assert_eq!(least(&permissions, "GET /rafts/{id}/flag"), ["Boat.Read"]);
    assert_eq!(least(&permissions, "GET /flags/{id}"), ["Boat.Read", "Harbour.Read"]);
    let oneself = text
        .replace("**boat** or **raft** resource", "acting on self")
        .replace("**harbour** resource", "acting on other harbours");
    assert_eq!(least(&page(&oneself).0, "GET /harbours/{id}"), ["Boat.Read", "Harbour.Read"]);
}

#[test]
fn tables_below_scenario_headings_are_united() {
    let table = |permission: &str| {
        format!(
            "|Permission type|Permissions (from least to most privileged)|\n|---|---|\n|Application|{permission}|\n\n"
        )
    };
    let text = format!(
        "## Permissions\n\n### Permissions acting on self\n\n{}### Permissions acting on other users\n\n{}## HTTP request\n",
        table("Not supported."),
        table("Boat.Read.All")
    );
    assert_eq!(read(&text), ["application: Boat.Read.All! {acting on other users}"]);
    let text = format!("## Permissions\n\nFor sloops:\n\n{}For ketches:\n\n{}", table("A.Read"), table("B.Read"));
    assert_eq!(read(&text), ["application: A.Read! {sloops} | B.Read! {ketches}"]);
}

#[test]
fn workflow_rows_belong_to_the_type_above() {
    let text = "## Prerequisites\n\n|Permission&nbsp;type&nbsp;(by&nbsp;workflow)|Permissions (from most to least privileged)|\n|:---|:---|\n\
        |Delegated (work or school account)||\n| &nbsp; &nbsp; **Sailing** | Boat.ReadWrite.All, Boat.Read.All|\n\
        | &nbsp; &nbsp; **Rowing** | Oar.Read.All|\n|Delegated (personal Microsoft account)|Not supported.|\n";
    let (permissions, diagnostics) = page(text);
    assert_eq!(
        of(&permissions, "GET /boats/{id}"),
        [
            "delegated-work: Boat.Read.All! {Sailing} | Boat.ReadWrite.All {Sailing} | Oar.Read.All! {Rowing}",
            "delegated-personal: NotSupported"
        ]
    );
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
}

#[test]
fn annotations_bind_tables_to_requests() {
    let block = |urls: &str, permission: &str| {
        format!(
            "<!-- {{ \"blockType\": \"permissions\", \"name\": \"x\", \"requestUrls\": [{urls}] }} -->\n\n\
             |Permission type|Least privileged permissions|Higher privileged permissions|\n|---|---|---|\n\
             |Application|{permission}|Not available.|\n\n"
        )
    };
    let text = format!(
        "## Permissions\n\n{}{}",
        block("\"GET /boats/{id}\", \"GET /me/boats/{id}\"", "A.Read"),
        block("\"PATCH /boats/{boatId}\"", "B.Write")
    );
    let (permissions, _) = page(&text);
    assert_eq!(of(&permissions, "GET /me/boats/{boat-id}"), ["application: A.Read!"]);
    assert_eq!(of(&permissions, "PATCH /boats/{id}"), ["application: B.Write!"]);
    assert!(of(&permissions, "DELETE /boats/{id}").is_empty());
}

#[test]
fn an_included_table_replaces_the_one_on_the_page() {
    let includes = std::collections::BTreeMap::from([(
        "includes/permissions/boat-get-permissions.md".to_owned(),
        "|Permission type|Least privileged permissions|Higher privileged permissions|\n|:--|:--|:--|\n|Application|New.Read|Not available.|"
            .to_owned(),
    )]);
    let text = "## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|---|---|\n|Application|Old.Read|\n\n\
        [!INCLUDE [permissions-table](../includes/permissions/boat-get-permissions.md)]\n";
    let (parsed, _) = crate::parse("api/boat-get.md".into(), text, &includes);
    let (permissions, diagnostics) = permissions(&parsed, &set());
    assert_eq!(of(&permissions, "GET /boats/{id}"), ["application: New.Read!"]);
    assert_eq!(codes(&diagnostics), ["DB404"]);
    assert_eq!(diagnostics[0].related.len(), 1);
}

#[test]
fn a_missing_include_and_a_placeholder_leave_permissions_unknown() {
    let missing = "## Permissions\n\n<!-- { \"blockType\": \"permissions\", \"name\": \"boat_get\" } -->\n\
        [!INCLUDE [permissions-table](../includes/permissions/boat-get-permissions.md)]\n";
    let placeholder =
        "## Permissions\n\n<!-- { \"blockType\": \"permissions\", \"name\": \"boat_get\" } -->\n\n## HTTP request\n";
    for text in [missing, placeholder] {
        let (permissions, diagnostics) = page(text);
        assert!(of(&permissions, "GET /boats/{id}").is_empty());
        assert_eq!(codes(&diagnostics), ["DB401"]);
    }
}

#[test]
fn reminders_are_unknown() {
    let text = "## Permissions\n\n|Permission type|Permissions (from most to least privileged)|\n|:---|:---|\n\
        |Delegated (work or school account)|**TODO: Determine scopes **|\n|Delegated (personal Microsoft account)|Not supported.|\n";
    let (permissions, diagnostics) = page(text);
    assert_eq!(of(&permissions, "GET /boats/{id}"), ["delegated-work: Unknown", "delegated-personal: NotSupported"]);
    assert_eq!(codes(&diagnostics), ["DB402"]);
}

#[test]
fn rows_that_name_no_type_are_reported() {
    let text =
        "## Permissions\n\n|Permission type|Permissions|\n|---|---|\n|Application|Boat.Read|\n|boat|Not supported|\n";
    let (permissions, diagnostics) = page(text);
    assert_eq!(of(&permissions, "GET /boats/{id}"), ["application: Boat.Read!"]);
    assert_eq!(codes(&diagnostics), ["DB403"]);
}

#[test]
fn stars_mean_what_the_footnote_says() {
    let table = "## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|---|---|\n|Application|Boat.Sail.Group*, Boat.Row*|\n\n";
    let consent =
        format!("{table}> **Note**: Permissions marked with * use [resource-specific consent](https://example.com).\n");
    assert_eq!(read(&consent), ["application: Boat.Sail.Group*! | Boat.Row*"]);
    let condition = format!("{table}> [!IMPORTANT]\n> \\* Administrators must create a [policy](policy.md) first.\n");
    let (permissions, _) = page(&condition);
    let policy = "{Administrators must create a policy first.}";
    assert_eq!(
        of(&permissions, "GET /boats/{id}"),
        [format!("application: Boat.Sail.Group! {policy} | Boat.Row {policy}")]
    );
}

#[test]
fn conditions_below_the_table_become_notes() {
    let text = "## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|---|---|\n\
        |Delegated (work or school account)|Boat.Read|\n|Application|Boat.Read.All|\n\n\
        With delegated permissions the calling user must have one of these roles:\n\n- Skipper.\n- Mate.\n\n## HTTP request\n\nMore about permissions.\n";
    let (permissions, _) = page(text);
    let path = template("/boats/{id}", "").map(|template| template.path).ok().unwrap();
    let table = permissions.for_operation(Method::Get, &path);
    let notes = |scheme| table.get(scheme).map(|requirement| requirement.notes.join("")).unwrap_or_default();
    assert_eq!(
        notes(Scheme::DelegatedWork),
        "With delegated permissions the calling user must have one of these roles: Skipper. Mate."
    );
    assert_eq!(notes(Scheme::Application), "");
}

#[test]
fn bullet_lists_without_a_table() {
    let text = "## Permissions\n\nOne of the following permissions is required to call this API.\n\n\
        - Photo of a **boat** - Boat.Read, Boat.ReadWrite\n- Photo of a **crew**: Crew.Read\n";
    assert_eq!(
        read(text),
        [
            "delegated-work: Boat.Read! {Photo of a boat} | Boat.ReadWrite {Photo of a boat} | Crew.Read! {Photo of a crew}"
        ]
    );
}

#[test]
fn sentences_without_a_table_are_notes() {
    let text = "## Permissions\n\nOne of the **delegated** boat permissions is required to call this API.\n";
    let (permissions, diagnostics) = page(text);
    assert_eq!(of(&permissions, "GET /boats/{id}"), ["delegated-work: Unknown"]);
    assert_eq!(codes(&diagnostics), ["DB401"]);
}

#[test]
fn decoys_are_no_permission_tables() {
    let text = "## Permissions\n\n|Permission type|Permissions|\n|---|---|\n|Application|Boat.Read|\n\n## Request body\n\n\
        | Permission Type | Property | Type | Description |\n|---|---|---|---|\n| User | roles | String collection | Roles. |\n\n\
        | Application | Type |\n|---|---|\n| x | y |\n";
    assert_eq!(read(text), ["application: Boat.Read!"]);
}

/// A page with one table whose row for applications holds the cell, and what stands below.
fn with_cell(cell: &str, below: &str) -> String {
    format!(
        "## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|---|---|\n|Application|{cell}|\n\n{below}\n\n## HTTP request\n"
    )
}

#[test]
fn footnotes_that_join_do_so_in_every_spelling_of_the_mark() {
    for (cell, below) in [
        ("Boat.Read\\*, Crew.Read\\*, Fleet.Read", "\\* Both permissions are required."),
        ("Boat.Read*, Crew.Read*, Fleet.Read", "* Both permissions are required."),
        ("Boat.Read**, Crew.Read**, Fleet.Read", "> ** These must be granted together."),
        ("Boat.Read†, Crew.Read†, Fleet.Read", "† All permissions with this mark are required."),
        ("Boat.Read<sup>1</sup>, Crew.Read<sup>1</sup>, Fleet.Read", "<sup>1</sup> You need both."),
        ("Boat.Read¹, Crew.Read¹, Fleet.Read", "¹ Both are needed."),
        ("Boat.Read (1), Crew.Read (1), Fleet.Read", "(1) Both are needed."),
        ("Boat.Read[^1], Crew.Read[^1], Fleet.Read", "[^1]: Both are needed."),
        ("Boat.Read*, Crew.Read*, Fleet.Read", "Permissions marked with * are both required."),
        ("Boat.Read*, Crew.Read*, Fleet.Read", "The permissions marked with an asterisk are all required."),
    ] {
        let (permissions, diagnostics) = page(&with_cell(cell, below));
        assert_eq!(
            of(&permissions, "GET /boats/{id}"),
            ["application: Boat.Read+Crew.Read! | Fleet.Read"],
            "{cell} / {below}"
        );
        assert!(diagnostics.is_empty(), "{cell} / {below}: {diagnostics:?}");
    }
    let also = with_cell("Boat.Read, Fleet.Read, Crew.Read*", "\\* Also required, in addition to one of the others.");
    assert_eq!(read(&also), ["application: Boat.Read+Crew.Read! | Fleet.Read+Crew.Read"]);
    let named = with_cell("Boat.Read*, Fleet.Read", "\\* Must be granted together with Crew.Read.");
    assert_eq!(read(&named), ["application: Boat.Read+Crew.Read! | Fleet.Read"]);
}

#[test]
fn marks_that_nobody_explains_leave_the_least_unknown() {
    for (cell, below) in [
        ("Boat.Read*, Crew.Read*", ""),
        ("Boat.Read†, Crew.Read", "\\* Something else."),
        ("Boat.Read*, Crew.Read*", "\\* Both are required when the boat is hidden."),
        ("Boat.Read, Crew.Read", "\\* Both permissions are required."),
        ("Boat.Read whereas Crew.Read", ""),
    ] {
        let (permissions, diagnostics) = page(&with_cell(cell, below));
        let path = template("/boats/{id}", "").map(|template| template.path).ok().unwrap();
        let table = permissions.for_operation(Method::Get, &path);
        let requirement = table.get(Scheme::Application).unwrap();
        assert!(requirement.least().is_none() && requirement.is_least_unknown(), "{cell} / {below}: {requirement:?}");
        assert_eq!(codes(&diagnostics), ["DB405"], "{cell} / {below}");
    }
}

#[test]
fn the_second_mark_is_not_the_first() {
    let text = with_cell(
        "Boat.Read.Group*, Boat.Read.All, Fleet.Read.All**",
        "> **Note**: A permission marked with * uses [resource-specific consent](/x).\n>\n> One marked with ** is deprecated.",
    );
    assert_eq!(
        read(&text),
        ["application: Boat.Read.Group*! | Boat.Read.All | Fleet.Read.All {One marked with ** is deprecated.}"]
    );
}

#[test]
fn sentences_around_a_table_join_what_it_lists() {
    for sentence in [
        "All listed permissions are required.",
        "Both permissions are required to call this API.",
        "The permissions must be granted together.",
    ] {
        let text = with_cell("Boat.Read, Crew.Read", sentence);
        assert_eq!(read(&text), ["application: Boat.Read+Crew.Read!"], "{sentence}");
    }
    let above = with_cell("Boat.Read, Crew.Read", "").replace(
        "## Permissions\n",
        "## Permissions\n\nAll of the following permissions are required to call this API.\n",
    );
    assert_eq!(read(&above), ["application: Boat.Read+Crew.Read!"]);
    let groups = with_cell(
        "Boat.Read, Boat.Write, Crew.Read, Crew.Write",
        "You need at least one of Boat.Read or Boat.Write and at least one of Crew.Read or Crew.Write.",
    );
    assert_eq!(
        read(&groups),
        ["application: Boat.Read+Crew.Read! | Boat.Read+Crew.Write | Boat.Write+Crew.Read | Boat.Write+Crew.Write"]
    );
    let some = with_cell("Boat.Read, Crew.Read", "Updating the name requires the Boat.Write permission as well.");
    assert_eq!(read(&some), ["application: Boat.Read! | Crew.Read"]);
    let other =
        with_cell("Boat.Read, Crew.Read", "The /fleets endpoint requires the use of Fleet.Read.All permissions.");
    assert_eq!(read(&other), ["application: Boat.Read! | Crew.Read"]);
}

#[test]
fn sentences_leave_schemes_out_of_the_requests_they_name() {
    let table = "## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|---|---|\n\
        |Delegated (work or school account)|Boat.Read|\n|Application|Boat.Read.All|\n\n";
    let me =
        format!("{table}Application permissions are not supported when using the `/me` endpoint.\n\n## HTTP request\n");
    let (permissions, diagnostics) = page(&me);
    assert_eq!(of(&permissions, "GET /me/boats"), ["delegated-work: Boat.Read!", "application: NotSupported"]);
    assert_eq!(
        of(&permissions, "GET /users/{id}/boats"),
        ["delegated-work: Boat.Read!", "application: Boat.Read.All!"]
    );
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let fence = format!(
        "{table}## HTTP request\n\nA boat in a harbour:\n\n```http\nGET /harbours/{{id}}/boats\n```\n\n\
         A shared boat (delegated permissions only):\n\n```http\nGET /shares/{{id}}/boats\n```\n"
    );
    let (permissions, _) = page(&fence);
    assert_eq!(of(&permissions, "GET /shares/{id}/boats")[1], "application: NotSupported");
    assert_eq!(of(&permissions, "GET /harbours/{id}/boats")[1], "application: Boat.Read.All!");
    let whole = format!("# Get boat\n\nThis API only supports delegated permissions.\n\n{table}");
    let (permissions, diagnostics) = page(&whole);
    assert_eq!(of(&permissions, "GET /boats")[1], "application: NotSupported");
    assert_eq!(codes(&diagnostics), ["DB404"]);
}

#[test]
fn requests_beside_a_table_bind_it() {
    let table = |permission: &str| {
        format!(
            "|Permission type|Permissions (from least to most privileged)|\n|---|---|\n|Application|{permission}|\n\n"
        )
    };
    let fence = |request: &str| format!("```http\n{request}\n```\n\n");
    let of_both = |text: &str| {
        let (permissions, _) = page(text);
        [of(&permissions, "GET /boats/{id}"), of(&permissions, "PATCH /boats/{id}")]
    };
    let expected = [vec!["application: A.Read!".to_owned()], vec!["application: B.Write!".to_owned()]];
    let (read, write) = ("GET /boats/{id}", "PATCH /boats/{boat-id}");
    for text in [
        format!("## Permissions\n\n{}{}{}{}", fence(read), table("A.Read"), fence(write), table("B.Write")),
        format!("## Permissions\n\n{}{}{}{}", table("A.Read"), fence(read), table("B.Write"), fence(write)),
        format!(
            "## Permissions\n\nFor the following HTTP requests:\n\n- `{read}`\n\n{}For the following HTTP requests:\n\n- `{write}`\n\n{}",
            table("A.Read"),
            table("B.Write")
        ),
        format!(
            "## Get a boat\n\n### Permissions\n\n{}### HTTP request\n\n{}## Change a boat\n\n### Permissions\n\n{}### HTTP request\n\n{}",
            table("A.Read"),
            fence(read),
            table("B.Write"),
            fence(write)
        ),
    ] {
        assert_eq!(of_both(&text), expected, "{text}");
    }
}

#[test]
fn a_row_a_target_type_keeps_its_type() {
    let expected = ["application: Boat.Read! {boat} | Raft.Read! {raft}"];
    for text in [
        "|Permission type|Target|Permissions (from least to most privileged)|\n|---|---|---|\n|Application|boat|Boat.Read|\n||raft|Raft.Read|\n",
        "|Target|Permission type|Permissions (from least to most privileged)|\n|---|---|---|\n|boat|Application|Boat.Read|\n|raft|Application|Raft.Read|\n",
        "|Permission type|Permissions (from least to most privileged)|\n|---|---|\n|Application (boat)|Boat.Read|\n|Application (raft)|Raft.Read|\n",
    ] {
        let (permissions, diagnostics) = page(&format!("## Permissions\n\n{text}"));
        assert_eq!(of(&permissions, "GET /flags/{id}"), expected, "{text}");
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
    }
}

#[test]
fn tables_may_be_turned() {
    let kinds = "## Permissions\n\n||Delegated (work or school account)|Delegated (personal Microsoft account)|Application|\n|---|---|---|---|\n\
        |Least privileged permissions|Boat.Read|Not supported.|Boat.Read.All|\n|Higher privileged permissions|Boat.ReadWrite|Not supported.|Not available.|\n";
    assert_eq!(
        read(kinds),
        [
            "delegated-work: Boat.Read! | Boat.ReadWrite",
            "delegated-personal: NotSupported",
            "application: Boat.Read.All!"
        ]
    );
    let ticks = "## Permissions\n\n|Permission|Delegated|Application|\n|---|---|---|\n|Boat.Read|Yes|No|\n|Boat.Read.All|Yes|Yes|\n";
    assert_eq!(read(ticks), ["delegated-work: Boat.Read | Boat.Read.All", "application: Boat.Read.All"]);
}

#[test]
fn an_order_that_the_names_contradict_is_reported() {
    let order = |cell: &str| codes(&page(&with_cell(cell, "")).1);
    assert_eq!(order("Boat.ReadWrite.All, Boat.Read.All"), ["DB406"]);
    assert!(order("Boat.Read.All, Boat.ReadWrite.All").is_empty());
    assert!(order("Boat.ReadWrite, Boat.Read.All").is_empty());
    let reversed = with_cell("Boat.Read.All, Boat.ReadWrite.All", "").replace("least to most", "most to least");
    assert_eq!(codes(&page(&reversed).1), ["DB406"]);
}
