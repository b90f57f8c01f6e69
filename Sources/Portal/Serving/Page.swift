/// What a page shows: the stored properties are what its template finds by name.
protocol Page: Sendable {
    /// A name of `PageTemplates`.
    static var template: String { get }
    /// Of the window, and what it is announced as.
    var title: String { get }
    /// The entry of the main navigation that the page belongs to.
    static var section: PageSection? { get }
    /// The entry of the operator's navigation that it belongs to; nil for a page of everybody's.
    static var tab: OperatorSection? { get }
}

extension Page {
    static var tab: OperatorSection? { nil }
}

/// The main navigation, in its order.
enum PageSection: CaseIterable, Sendable {
    case lines, addressBook, account, operatorDesk

    var name: String {
        switch self {
        case .lines: "Lines"
        case .addressBook: "Address book"
        case .account: "Account"
        case .operatorDesk: "Operator"
        }
    }

    var path: String {
        switch self {
        case .lines: "/lines"
        case .addressBook: "/address-book"
        case .account: "/account"
        case .operatorDesk: "/operator"
        }
    }
}

/// A link by its words.
struct PageLink: Sendable {
    let path: String
    let name: String
}
