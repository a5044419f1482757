import { createRootRoute, createRoute, Outlet } from '@tanstack/react-router'

/** Every page's root; nothing is drawn here. */
export const rootRoute = createRootRoute({ component: Outlet })

/** Parent of the pages of who is signed in; the router puts the frame with menu and banner around them. */
export const deskRoute = createRoute({ getParentRoute: () => rootRoute, path: 'desk' })
