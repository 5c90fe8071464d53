/**
 * The pages that people see: view models, compiled templates, and the headers that every page
 * carries.
 */
@JStacheConfig(pathing = @JStachePath(prefix = "templates/", suffix = ".mustache"))
package dev.keystile.app.pages;

import io.jstach.jstache.JStacheConfig;
import io.jstach.jstache.JStachePath;
