"""Amounts of money on pages."""

from django import template

from netzwerkstatt.projects.money import euros

register = template.Library()
register.filter("euros", euros)
