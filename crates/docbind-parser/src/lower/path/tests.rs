use super::*;

fn path(url: &str) -> String {
    template(url, "microsoft.graph").map_or_else(|broken| format!("{broken:?}"), |template| template.path.to_string())
}

fn names(url: &str) -> Vec<String> {
    let template = template(url, "microsoft.graph").expect("a template");
    template.parameters.iter().map(|parameter| format!("{}<{}", parameter.name, parameter.wire_name)).collect()
}

#[test]
fn plain_segments_and_slashes() {
    assert_eq!(path("/gardens/{garden-id}/plants"), "/gardens/{garden-id}/plants");
    assert_eq!(path("gardens/{id}/"), "/gardens/{id}");
    assert_eq!(path("/gardens//{id}"), "/gardens/{id}");
}

#[test]
fn alternatives_in_and_outside_braces() {
    assert_eq!(path("/gardeners/{id | badgeNumber}/tools"), "/gardeners/{idOrBadgeNumber}/tools");
    assert_eq!(path("/gardeners/{id|name}"), "/gardeners/{idOrName}");
    assert_eq!(path("/gardeners/{gardener-id} | badge-number/tools"), "/gardeners/{gardener-idOrBadge-number}/tools");
    assert_eq!(names("/gardeners/{id | badgeNumber}"), ["idOrBadgeNumber<id | badgeNumber"]);
}

#[test]
fn odd_placeholders() {
    assert_eq!(path("/sheds/{shed number}"), "/sheds/{shedNumber}");
    assert_eq!(path("/sheds/(shed-id)/tools"), "/sheds/{shed-id}/tools");
    assert_eq!(path("/sheds/<shedId>/tools"), "/sheds/{shedId}/tools");
    assert_eq!(path("/sheds/'{shedId}'"), "/sheds/{shedId}");
    assert_eq!(path("/sheds/shed-id/tools"), "/sheds/{shed-id}/tools");
    assert_eq!(path("/sheds/by-id/tools"), "/sheds/by-id/tools");
    assert_eq!(path("/sheds/{undefined}/tools/{}"), "/sheds/{shedId}/tools/{toolId}");
}

#[test]
fn repeated_names_come_from_their_segment() {
    assert_eq!(path("/gardens/{id}/owners/{id}"), "/gardens/{gardenId}/owners/{ownerId}");
    assert_eq!(path("/boxes/{id|name}/leaves/{id|name}"), "/boxes/{boxIdOrName}/leaves/{leaveIdOrName}");
    let cast = "/beds/{bedId}/microsoft.graph.raised/policies/{bedId}";
    assert_eq!(path(cast), "/beds/{bedId}/microsoft.graph.raised/policies/{policyId}");
    assert_eq!(path("/folders/{id}/folders/{id}"), "/folders/{folderId}/folders/{folderId2}");
    assert_eq!(path("/plots/{id}/beds/{id}/rows/{plotId}"), "/plots/{plotId2}/beds/{bedId}/rows/{plotId}");
}

#[test]
fn example_values_become_parameters() {
    let template =
        template("/schools/c0ffee00-1111-2222-3333-444455556666/beds/12", "microsoft.graph").expect("a template");
    assert_eq!(template.path.to_string(), "/schools/{schoolId}/beds/{bedId}");
    assert_eq!(template.promoted.len(), 2);
    assert_eq!(path("/sites/garden.example.com"), "/sites/{siteId}");
    assert_eq!(path("/windows10Beds/b2cFlows"), "/windows10Beds/b2cFlows");
}

#[test]
fn path_addresses() {
    assert_eq!(path("/me/shed/root:/{item-path}:/leaves"), "/me/shed/root:/{item-path}:/leaves");
    assert_eq!(path("/me/shed/root:/{item-path}"), "/me/shed/root:/{item-path}");
    assert_eq!(path("/sheds/{host}:/{relative path}"), "/sheds/{host}:/{relativePath}");
    assert_eq!(path("/items/{parent-id}:/{filename}:/content"), "/items/{parent-id}:/{filename}:/content");
    assert_eq!(path("/shed/root:/Tools/rake.txt"), "/shed/root:/{path}");
    assert_eq!(path("/shed/root:/{path}/leaves"), "/shed/root:/{path}:/leaves");
}

#[test]
fn function_calls() {
    assert_eq!(path("/beds/delta()"), "/beds/delta()");
    assert_eq!(path("/beds/getYield(period='{period_value}')"), "/beds/getYield(period='{period}')");
    assert_eq!(path("/beds/getYield(date={date_value})"), "/beds/getYield(date={date})");
    assert_eq!(path("/beds/getYield(period='D7')"), "/beds/getYield(period='{period}')");
    assert_eq!(
        path("/beds/grown(deltaRows={n}, deltaColumns={n})"),
        "/beds/grown(deltaRows={deltaRows},deltaColumns={deltaColumns})"
    );
    assert_eq!(path("/beds/reminders(from=from-value,to=to-value)"), "/beds/reminders(from={from},to={to})");
    assert_eq!(path("/beds/rowsAfter(count=n)/fill"), "/beds/rowsAfter(count={count})/fill");
    assert_eq!(path("/beds/range(<address>)/fill"), "/beds/range({address})/fill");
    assert_eq!(path("/beds/range(address='<address>'/entireRow"), "/beds/range(address='{address}')/entireRow");
    assert_eq!(path("/beds/microsoft.graph.delta(x={y})"), "/beds/delta(x={x})");
    assert_eq!(
        path("/beds/zones(Standard=microsoft.graph.zoneStandard'{format}')"),
        "/beds/zones(Standard='{Standard}')"
    );
    assert_eq!(path("/beds/range(address='a/b')/fill"), "/beds/range(address='{address}')/fill");
}

#[test]
fn keys() {
    assert_eq!(path("/plants(tag='{tag}')/leaves"), "/plants(tag='{tag}')/leaves");
    assert_eq!(path("/plants/(tag='tag')"), "/plants(tag='{tag}')");
    assert_eq!(path("/plants/tagId={tagId}/leaves"), "/plants(tagId='{tagId}')/leaves");
    assert_eq!(path("/plants('{id}')/leaves"), "/plants/{id}/leaves");
    assert_eq!(names("/plants(tag='{tag}')"), ["tag<tag"]);
    let template = template("/plants(tag='{tag}')", "microsoft.graph").expect("a template");
    assert!(template.parameters.iter().all(|parameter| parameter.location == Location::Key));
}

#[test]
fn references_and_repairs() {
    assert_eq!(path("/gardens/{id}/plants/{id}/$ref"), "/gardens/{gardenId}/plants/{plantId}/$ref");
    assert_eq!(path("/gardens/{id}$ref"), "/gardens/{id}/$ref");
    assert_eq!(path("/beds/$/add"), "/beds/add");
    assert_eq!(path("/beds/$entity"), "/beds");
    assert_eq!(
        path("/beds/{id}/childBeds/{id}/.../plants/{id}"),
        "/beds/{bedId}/childBeds/{childBedId}/plants/{plantId}"
    );
}

#[test]
fn words_that_no_request_has() {
    let read = |url| template(url, "microsoft.graph").expect("a template");
    let beds = read("/beds/{id}/parts/{id}/.../plants");
    assert_eq!(beds.path.to_string(), "/beds/{bedId}/parts/{partId}/plants");
    assert_eq!(beds.shown.as_deref(), Some("/beds/{bedId}/parts/{partId}/.../plants"));
    assert_eq!(read("/beds/$entity").shown.as_deref(), Some("/beds/$entity"));
    assert_eq!(read("/beds").shown, None);
}

#[test]
fn casts() {
    let template = template("/beds/{id}/microsoft.graph.raisedBed/plants", "microsoft.graph").expect("a template");
    assert!(template.path.segments.contains(&Segment::Cast("microsoft.graph.raisedBed".into())));
}

#[test]
fn query_strings() {
    let read = |url| template(url, "microsoft.graph").expect("a template");
    let window = read("/beds/view?startDateTime={start_datetime}&endDateTime={end_datetime}");
    assert_eq!(
        window.query.iter().map(|query| (&*query.name, query.open)).collect::<Vec<_>>(),
        [("startDateTime", true), ("endDateTime", true)]
    );
    let options = read("/beds?$filter=plants/any(p: p/id eq '{id}' and p/x eq '{a&b}')&expand=x(select=a)");
    assert_eq!(options.path.to_string(), "/beds");
    assert_eq!(options.options, [QueryOption::Filter, QueryOption::Expand]);
    assert_eq!(&*read("/beds?needsReview:{Boolean}").query[0].name, "needsReview");
    assert_eq!(&*read("/beds/plants/$ref?$id={id}").query[0].name, "$id");
    assert_eq!(&*read("/beds/content?format={format}").query[0].name, "format");
    assert!(!read("/beds/delta?token=latest").query[0].open);
}

#[test]
fn what_is_no_path() {
    assert_eq!(path("** Collection URI for x not found"), "NotAPath");
    assert_eq!(path("/"), "Empty");
    assert_eq!(path(&"/a".repeat(5000)), "TooLong");
}

#[test]
fn text_around_a_placeholder_is_never_dropped() {
    for url in [
        "/beds/{id}content",
        "/beds/{a},{b}",
        "/beds/{id}:{action}",
        "/v{n}/beds",
        "/beds{id}",
        "/beds/{id",
        "/beds/id}",
        "/beds/'{id}",
        "/beds/grow(a={a}b)",
        "/beds/grow(a='{a}'b='{b}')",
    ] {
        assert_eq!(path(url), "Mixed", "{url}");
    }
    for url in ["/beds/grow(a={a},,b={b})", "/beds/grow(a={a},a={b})", "/beds/grow(a={a},{b})"] {
        assert_eq!(path(url), "Arguments", "{url}");
    }
    for url in ["/beds/grow a={a})", "/beds/plants:all", "/beds,plants", "/beds/it's"] {
        assert!(["NotAPath", "Mixed"].contains(&path(url).as_str()), "{url}");
    }
    assert_eq!(path("/beds?{id}"), "Query");
}

#[test]
fn more_spellings_of_a_placeholder() {
    assert_eq!(path("/beds/:bedId/plants"), "/beds/{bedId}/plants");
    assert_eq!(path("/beds/{{bedId}}/plants"), "/beds/{bedId}/plants");
    assert_eq!(path("/beds/${bedId}"), "/beds/{bedId}");
    assert_eq!(path("/beds/%7BbedId%7D"), "/beds/{bedId}");
    assert_eq!(path("/beds/{bedId:guid}"), "/beds/{bedId}");
    assert_eq!(path("/beds/({bedId})"), "/beds/{bedId}");
}

#[test]
fn values_that_a_call_passes_by_their_place() {
    let read = |url: &str| {
        let template = template(url, "contoso").expect("a template");
        (template.path.to_string(), template.path.segments.len())
    };
    assert_eq!(read("/_api/lists/getByTitle('{title}')"), ("/_api/lists/getByTitle('{title}')".to_owned(), 3));
    assert_eq!(read("/_api/lists/getByTitle('Tools')"), ("/_api/lists/getByTitle('{title}')".to_owned(), 3));
    assert_eq!(read("/companies({id})/items({itemId})"), ("/companies({id})/items({itemId})".to_owned(), 4));
    assert_eq!(read("/companies('{id}')"), ("/companies('{id}')".to_owned(), 2));
    assert_eq!(read("/dimensions({parentId},{id})"), ("/dimensions({parentId},{id})".to_owned(), 2));
    assert_eq!(read("/lines(parentId=({parentId}),id=({id}))"), ("/lines(parentId={parentId},id={id})".to_owned(), 2));
}

#[test]
fn slips_are_mended_and_told() {
    let read = |url: &str| {
        let template = template(url, "microsoft.graph").expect("a template");
        (template.path.to_string(), template.repairs)
    };
    assert_eq!(read("/beds/{id}$ref"), ("/beds/{id}/$ref".to_owned(), vec![Repair::MissingSlash]));
    assert_eq!(read("/beds$filter=a eq {b}"), ("/beds".to_owned(), vec![Repair::MissingQuestionMark]));
    assert_eq!(read("/beds/$top=5"), ("/beds".to_owned(), vec![Repair::MissingQuestionMark]));
    assert_eq!(read("/beds/range(a='<a>'/row"), ("/beds/range(a='{a}')/row".to_owned(), vec![Repair::OpenParenthesis]));
    assert_eq!(
        read("/beds/root:/{path}/leaves"),
        ("/beds/root:/{path}:/leaves".to_owned(), vec![Repair::MissingColon])
    );
    assert_eq!(read("/beds/content[?wide=true]"), ("/beds/content".to_owned(), vec![]));
}
