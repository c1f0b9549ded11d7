// Closes an open menu when something outside of it is clicked; what Datasette's own inline script does.
document.body.addEventListener("click", (event) => {
  const within = event.target.closest("details");
  for (const menu of document.querySelectorAll("details.nav-menu-details[open], details.nav-menu[open], details.actions-menu-links[open]")) {
    if (menu !== within) menu.open = false;
  }
});
