import Hummingbird
import Provisioning

/// Everybody who listed a number.
struct AddressBookPage: Page {
    struct Person: Sendable {
        let name: String
        let email: String
        let numbers: [Number]
    }

    struct Number: Sendable {
        /// `sip:…`, which a browser hands to a softphone.
        let uri: String
        let text: String
    }

    static let template = "address-book"
    static let section: PageSection? = .addressBook
    /// As many as a page of 100 kB holds.
    static let limit = 250

    let title = "Address book"
    let notice: Notice?
    let people: [Person]
    let hasPeople: Bool

    init(_ entries: [AddressBookEntry], notice: Notice?) {
        self.notice = notice
        people = entries.map { entry in
            Person(
                name: entry.fullName.isEmpty ? entry.email : entry.fullName, email: entry.email,
                numbers: entry.publicIdentities.map { identity in
                    let user = identity.dropFirst(identity.hasPrefix("sip:") ? 4 : 0)
                        .prefix { $0 != "@" }
                    return Number(uri: identity, text: LineName.spaced(String(user)))
                })
        }
        hasPeople = !people.isEmpty
    }
}

extension Portal {
    func addAddressBook(to routes: PageRoutes) {
        routes.page("/address-book") { visit, _ in
            let entries = try await desks.lines.addressBook(limit: AddressBookPage.limit)
            return visit.show(AddressBookPage(entries, notice: visit.done))
        }
    }
}
