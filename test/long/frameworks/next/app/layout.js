/** Next wants one. */
export default function Layout({ children }) {
  return children;
}
