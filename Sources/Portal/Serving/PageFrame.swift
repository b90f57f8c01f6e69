import Provisioning

/// What is around every page, and the page itself as `page`.
struct PageFrame<Content: Page>: Sendable {
    struct Person: Sendable {
        let email: String
        let navigation: [Entry]
    }

    struct Entry: Sendable {
        let path: String
        let name: String
        let isCurrent: Bool
    }

    let title: String
    let assets: PageAssets.Paths
    let domain: String
    /// What every form of the page sends back.
    let formToken: String
    let person: Person?
    /// Where somebody who is not logged in goes from here.
    let doorLink: PageLink?
    /// The operator's navigation, on the operator's pages.
    let tabs: [OperatorTab]
    let page: Content

    init(
        _ page: Content, assets: PageAssets.Paths, domain: String, formToken: String,
        account: Account?, doorLink: PageLink?, operatorSections: [OperatorSection]
    ) {
        title = page.title
        self.assets = assets
        self.domain = domain
        self.formToken = formToken
        self.page = page
        self.doorLink = doorLink
        tabs = Content.tab == nil ? [] : operatorSections.map {
            OperatorTab(path: $0.path, name: $0.rawValue, isCurrent: $0 == Content.tab)
        }
        person = account.map { account in
            let sections = PageSection.allCases.filter {
                $0 != .operatorDesk || account.isAdministrator
            }
            return Person(
                email: account.email,
                navigation: sections.map {
                    Entry(path: $0.path, name: $0.name, isCurrent: $0 == Content.section)
                })
        }
    }
}
