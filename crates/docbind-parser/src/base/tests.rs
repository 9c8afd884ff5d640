use super::*;

fn seen(pages: &[&[&str]]) -> Beginnings {
    let mut beginnings = Beginnings::default();
    for page in pages {
        let mut urls = PageUrls::default();
        page.iter().for_each(|url| beginnings.add(url, &mut urls));
        beginnings.close(&urls);
    }
    beginnings
}

fn base(pages: &[&[&str]], version: Option<&str>) -> Base {
    seen(pages).base(version, "contoso")
}

#[test]
fn the_most_frequent_version_of_the_most_frequent_host() {
    let pages: &[&[&str]] = &[
        &["/orders/{id}", "https://api.contoso.com/v2/orders/1"],
        &["https://api.contoso.com/v2/orders", "https://other.example/v1/x"],
    ];
    let known = base(pages, None);
    assert_eq!(known.url, "https://api.contoso.com/v2");
    assert_eq!(known.below("https://api.contoso.com/v2/orders?x=1").path, "orders?x=1");
    assert_eq!(known.below("/orders").path, "orders");
    assert!(known.below("https://other.example/v1/x").foreign);
    assert_eq!(known.below("https://api.contoso.com/beta/orders").other_version, Some("beta"));
    assert_eq!(known.below("/{version}/orders").path, "orders");
}

#[test]
fn a_base_with_a_path() {
    let known = base(&[&["https://mast.example.com/rest/beta/yards/{id}"]], None);
    assert_eq!(known.url, "https://mast.example.com/rest/beta");
    assert_eq!(known.below("https://mast.example.com/rest/beta/yards/{id}").path, "yards/{id}");
    assert_eq!(known.below("/rest/beta/yards").path, "yards");
}

#[test]
fn a_base_without_a_version() {
    let known = base(&[&["https://api.example.com/api/lamps/{id}"]], None);
    assert_eq!(known.url, "https://api.example.com");
    let below = known.below("https://api.example.com/api/lamps/{id}");
    assert_eq!((below.path, below.wrong), ("api/lamps/{id}", None));
}

#[test]
fn what_stands_before_a_path_of_the_same_page_belongs_to_the_base() {
    let known = base(&[&["/lamps/{id}", "https://api.example.com/api/lamps/1"]], None);
    assert_eq!(known.url, "https://api.example.com/api");
    assert_eq!(known.below("https://api.example.com/api/lamps/1").path, "lamps/1");
    assert_eq!(known.below("/lamps/{id}").path, "lamps/{id}");
}

#[test]
fn words_that_stand_for_a_base() {
    let pages: &[&[&str]] =
        &[&["deskPrefix/firms({id})", "https://{deskPrefix}/api/v2.0/firms({id})"], &["deskPrefix/firms"]];
    let known = base(pages, Some("v2.0"));
    assert_eq!(known.url, "");
    for url in [
        "deskPrefix/firms({id})",
        "https://{deskPrefix}/api/v2.0/firms({id})",
        "https://<server>:<port>/<instance>/api/v2.0/firms({id})",
        "https://api.desk.example/v7/{environment}/api/v2.0/firms({id})",
    ] {
        assert_eq!(known.below(url).path, "firms({id})", "{url}");
    }
    let below = known.below("deskPrefix/api/v2.0/firms({id})");
    assert_eq!((below.path, below.wrong), ("firms({id})", Some("deskPrefix")));
}

#[test]
fn placeholders_that_stand_for_a_base() {
    let known = base(&[&["{baseURL}/v1/sails/{id}", "{{baseUrl}}/sails"]], None);
    assert_eq!(known.url, "");
    assert_eq!(known.below("{baseURL}/v1/sails/{id}").path, "v1/sails/{id}");
    assert_eq!(known.below("{{baseUrl}}/sails").path, "sails");
    let known = base(&[&["{baseURL}/v1/sails/{id}", "{{baseUrl}}/v1/sails"]], None);
    assert_eq!(known.below("{{baseUrl}}/v1/sails").path, "sails");
}

#[test]
fn versions_that_differ_from_line_to_line_stay_in_the_path() {
    let known = base(&[&["https://api.example.com/v1/a", "https://api.example.com/v2/b"]], None);
    assert_eq!(known.url, "https://api.example.com");
    assert_eq!(known.below("https://api.example.com/v2/b").path, "v2/b");
}

#[test]
fn a_known_service_needs_no_url() {
    assert_eq!(seen(&[&["/users"]]).base(Some("beta"), "microsoft.graph").url, "https://graph.microsoft.com/beta");
    assert_eq!(seen(&[&["/users"]]).base(None, "contoso").url, "");
}
