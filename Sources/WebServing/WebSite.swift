package import Hummingbird

/// Routes that are complete: what a server serves.
package struct WebSite: Sendable {
    package let methods: MethodTable
    let responder: RouterResponder<WebRequestContext>

    /// - Parameter router: gets no more routes from here on.
    package init(_ router: Router<WebRequestContext>) {
        // Before the responder is built, which adds HEAD to what has GET.
        methods = MethodTable(router)
        responder = router.buildResponder()
    }
}
